import { must, type Family, type Requirement } from './requirement.js';

/** One requirement for each member and each effect that an update must have on it (R12 to R15). */
export function everyEffect(carriers: readonly string[]): Family {
  return {
    unfold: (chapter, { operation: { stored, conditional, shown } }) => [
      ...stored.map(({ name, clauses }): Requirement =>
        must(`${chapter}/echo/${name}`, {
          clause: clauses.reply,
          basis: 'documented',
          reading: 'R15',
          says: `The reply shows ${name} as sent`,
          watching: carriers,
        }),
      ),
      ...stored.map(({ name, clauses }): Requirement =>
        must(`${chapter}/persist/${name}`, {
          clause: clauses.request,
          basis: 'sanity',
          reading: 'R15',
          needs: ['reads'],
          says: `Every later read shows ${name} as sent`,
          watching: carriers,
        }),
      ),
      ...stored
        .filter(({ required }) => !required)
        .map(({ name, clauses, fallback }): Requirement =>
          must(`${chapter}/kept/${name}`, {
            clause: clauses.request,
            basis: 'documented',
            reading: fallback === undefined ? 'R13' : 'R12',
            says: `${name} keeps its value${fallback === undefined ? '' : `, or becomes ${JSON.stringify(fallback)},`} when it is omitted`,
            watching: carriers,
          }),
        ),
      ...conditional.map(({ name, clauses }): Requirement =>
        must(`${chapter}/kept/${name}`, {
          clause: clauses.request,
          basis: 'documented',
          reading: 'R13',
          says: `${name} keeps its value when it is omitted`,
          watching: carriers,
        }),
      ),
      ...shown
        .filter(({ effect }) => effect.kind === 'constant')
        .map(({ name, clause }): Requirement =>
          must(`${chapter}/constant/${name}`, {
            clause,
            basis: 'sanity',
            reading: 'R13',
            says: `No update changes ${name}`,
            watching: carriers,
          }),
        ),
    ],
  };
}
