import { placeOf } from '../place.js';
import type { RequirementReport } from '../requirement-report.js';
import { gather, type Cause } from './cause.js';
import { slug } from './input.js';
import { inputsOf, placesOfInputs } from './inputs.js';
import { isJudged, named, type Answered } from './wrong-answers.js';

/** Share of all rejections that must end alike for a service to fail in one place rather than in many. */
const MOST_OF_ALL = 0.5;
/** Minimum number of kinds of input, and share of all rejections, that end alike if nothing catches what goes wrong. */
const MANY = { kinds: 4, share: 0.1 };
/** Kinds of input that the type of the value alone tells from good input. */
const TYPES = new Set(['null', 'not-an-object']);

/** Groups inputs that break the service: by what is wrong with them, or as one cause if many kinds fail alike. */
export function broken(symptoms: readonly Answered[], all: readonly RequirementReport[]): readonly Cause[] {
  const refusals = all.filter(({ id, verdict }) => placeOf(id).side === 'refuses' && isJudged(verdict.kind)).length;
  return [...gather(symptoms, ({ answer }) => String(answer.received)).values()].flatMap((alike): Cause[] => {
    const inputOf = inputsOf(alike, all);
    const kindOf = (symptom: Answered) => {
      const { kind } = inputOf(symptom);
      return TYPES.has(kind) ? 'type' : kind;
    };
    const what = alike[0]?.answer.received ?? '';
    const told = typeof what === 'number' ? `The service answers ${what}` : `The service does not answer (${what})`;
    const name = slug(String(what).split(':')[0] ?? '');
    const refused = alike.filter(({ requirement }) => placeOf(requirement.id).side === 'refuses').length;
    const kinds = gather(alike, kindOf);
    const isOfMany = kinds.size >= MANY.kinds && refused >= refusals * MANY.share;
    if (refused > 2 && (refused >= refusals * MOST_OF_ALL || isOfMany))
      return [{ id: `breaks/${name}`, says: `${told} to what it must reject`, symptoms: alike, grave: true }];
    return [...kinds].map(([kind, own]): Cause => {
      const [first] = own.map(inputOf);
      const isValid = own.every(({ requirement }) => placeOf(requirement.id).side === 'accepts');
      const words = first === undefined || first.isOwn ? `what must not break it${named(own)}` : first.words;
      const to = isValid ? `valid input${named(own)}` : words;
      return {
        id: `breaks/${name}/${kind}`,
        says: `${told} to ${to}${placesOfInputs(own.map(inputOf))}`,
        symptoms: own,
        grave: true,
      };
    });
  });
}
