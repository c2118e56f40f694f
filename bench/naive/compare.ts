import { compileGlob } from '../../src/shared/glob.js';
import { causesOf } from '../../src/report/causes/causes-of.js';
import { symptomOf } from '../../src/report/causes/symptom.js';
import type { Report } from '../../src/report/report.js';
import type { RequirementReport } from '../../src/report/requirement-report.js';
import type { TrueCause } from './true-causes.js';

/** Returns the true cause of a failed requirement; null if nobody has found it. */
function causeOf(requirement: RequirementReport, causes: readonly TrueCause[]): string | null {
  const { finding } = symptomOf(requirement);
  const found = causes.find(
    ({ explains, received }) =>
      explains.some((glob) => compileGlob(glob)(requirement.id)) &&
      (received === undefined || finding?.received.startsWith(received) === true),
  );
  return found?.says ?? null;
}

/** Compares what was reported about a service with what is true of it. */
export function compare(name: string, report: Report, known: readonly TrueCause[]): readonly string[] {
  const told = causesOf(report);
  const byId = new Map(report.requirements.map((requirement) => [requirement.id, requirement]));
  const truth = told.map(({ requirements }) => [
    ...new Set(requirements.flatMap((id) => byId.get(id) ?? []).map((requirement) => causeOf(requirement, known))),
  ]);
  told.forEach(({ id, says }, n) => {
    const causes = truth[n] ?? [];
    if (causes.length > 1) {
      const examples = causes.map((cause) => {
        const one = told[n]?.requirements.find((each) => {
          const requirement = byId.get(each);
          return requirement !== undefined && causeOf(requirement, known) === cause;
        });
        return `${cause ?? 'what nobody has found'} (${one ?? ''})`;
      });
      console.log(`${name}: ${id} mixes ${examples.join(' | ')}`);
    }
    if (causes.includes(null)) console.log(`${name}: nobody has found why: ${id}, ${says}`);
  });
  const all = new Set(truth.flat());
  const mixed = truth.filter(({ length }) => length > 1).length;
  const failed = told.reduce((sum, { requirements }) => sum + requirements.length, 0);
  return [name, failed, told.length, all.size, (told.length / all.size).toFixed(2), mixed].map(String);
}
