import { constantMembers, storedMembers } from '../service-members.js';
import { table } from './clause.js';
import { must, type Family, type Requirement } from './requirement.js';

/** One requirement for each member and each thing that an update must do with it (R12 to R15). */
export function everyEffect(carriers: readonly string[]): Family {
  return {
    unfold: (chapter) => [
      ...storedMembers.map((name): Requirement =>
        must(`${chapter}/echo/${name}`, {
          clause: table(5, name),
          basis: 'documented',
          reading: 'R15',
          says: `The reply shows the ${name} that was sent`,
          watching: carriers,
        }),
      ),
      ...storedMembers.map((name): Requirement =>
        must(`${chapter}/persist/${name}`, {
          clause: table(3, name),
          basis: 'sanity',
          reading: 'R15',
          needs: ['reads'],
          says: `Every later read shows the ${name} that was sent`,
          watching: carriers,
        }),
      ),
      ...[...storedMembers, 'vip_port_id'].map((name): Requirement =>
        must(`${chapter}/kept/${name}`, {
          clause: table(3, name),
          basis: 'documented',
          reading: name === 'approval_enabled' ? 'R12' : 'R13',
          says:
            name === 'approval_enabled'
              ? 'An omitted approval_enabled keeps its value, or becomes true'
              : `An omitted ${name} keeps its value`,
          watching: carriers,
        }),
      ),
      ...constantMembers.map((name): Requirement =>
        must(`${chapter}/constant/${name}`, {
          clause: table(5, name),
          basis: 'sanity',
          reading: 'R13',
          says: `No update changes ${name}`,
          watching: carriers,
        }),
      ),
    ],
  };
}
