import { keywords } from '../shared/keywords.js';
import { keptIn } from '../shared/once-per.js';

/** Whether a requirement asks for acceptance, for refusal, or for something else. */
export type PlaceSide = 'accepts' | 'refuses' | 'rule';

/** The place of a requirement in the ledger: chapter, member, keyword and way. */
export interface RequirementPlace {
  readonly chapter: string;
  /** Member of the body or the reply, `ports.client_port` for a nested one; '' for the whole. */
  readonly member: string;
  /** Keyword of the schema; null for a rule that no keyword expresses. */
  readonly keyword: string | null;
  /** How the keyword is kept or broken, or the name of the rule; '' if the keyword says it all. */
  readonly way: string;
  readonly side: PlaceSide;
}

const places = new Map<string, RequirementPlace>();

/** The place of a requirement, from its id. */
export function placeOf(id: string): RequirementPlace {
  return keptIn(places, id, () => placed(id));
}

function placed(id: string): RequirementPlace {
  const [chapter = '', ...rest] = id.split('/');
  const accepts = rest.indexOf('accepts');
  if (accepts >= 0) {
    return {
      chapter,
      member: rest.slice(0, accepts).join('.'),
      keyword: rest[accepts + 1] ?? null,
      way: rest.slice(accepts + 2).join('/'),
      side: 'accepts',
    };
  }
  const at = rest.findIndex((name, n) => keywords.has(name) && n >= rest.length - 2);
  if (at >= 0) {
    const way = rest.slice(at + 1).join('/');
    return {
      chapter,
      member: rest.slice(0, at).join('.'),
      keyword: rest[at] ?? null,
      way,
      side: way === '' ? 'rule' : 'refuses',
    };
  }
  const [member, ...names] = rest;
  return names.length === 0
    ? { chapter, member: '', keyword: null, way: member ?? '', side: 'rule' }
    : { chapter, member: member ?? '', keyword: null, way: names.join('/'), side: 'rule' };
}
