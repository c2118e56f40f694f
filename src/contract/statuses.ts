import { section, table } from './clause.js';
import { withHeader } from './headers.js';
import { leastBody } from './plain.js';
import { must, type Family, type FamilySource } from './requirement.js';
import { bodies } from './sent.js';
import { forced } from './then.js';

/** The statuses with an error envelope, in the order of Tables 8 to 34. */
function errorStatuses({ statuses }: FamilySource): readonly number[] {
  return statuses.filter((status) => status >= 400);
}

/** One requirement for the envelope of each documented status but 200 (R28). */
export function everyEnvelope(carriers: readonly string[]): Family {
  return {
    unfold: (chapter, source) =>
      errorStatuses(source).map((status, n) =>
        must(`${chapter}/envelope/${status}`, {
          clause: table(8 + 2 * n, 'error'),
          covers: [table(9 + 2 * n, 'message'), table(9 + 2 * n, 'code'), section('Status codes', String(status))],
          basis: 'documented',
          reading: 'R28',
          says: `A ${status} carries the error envelope: application/json, an object with error.message and error.code`,
          needs: ['verbatim'],
          watching: carriers,
        }),
      ),
  };
}

/**
 * One requirement for each documented status: a target that can be told to answer with it does so, with the envelope
 * (R30).
 */
export function everyForcedStatus(): Family {
  return {
    unfold: (chapter, source) =>
      errorStatuses(source).map((status) =>
        must(`${chapter}/forced/${status}`, {
          clause: section('Status codes', String(status)),
          basis: 'documented',
          reading: 'R30',
          needs: ['forced-status'],
          says: `When told to answer with ${status}, the target does so, with the error envelope`,
          given: withHeader(
            'Prefer',
            [`code=${status}`],
            bodies((context) => [leastBody(context)]),
          ),
          then: forced(status),
        }),
      ),
  };
}
