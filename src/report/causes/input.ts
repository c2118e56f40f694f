import { keywords } from '../../shared/keywords.js';
import { isObject } from '../../shared/json.js';
import { jsonIn } from '../../shared/parse-json.js';
import { placeOf } from '../place.js';
import type { BrokenRule } from '../requirement-report.js';
import type { Symptom } from './symptom.js';

/** What was wrong with a request, in the terms of whoever fixes the place that accepted it. */
export interface Input {
  /** For an id: `null`, `format`. */
  readonly kind: string;
  /** For people, as the subject of a sentence in the singular: `null`, `a value of another format`. */
  readonly words: string;
  /** Member of the body; '' if it is about the whole request. */
  readonly member: string;
  /** Whether no other requirement shares this kind of input. */
  readonly isOwn: boolean;
}

/** The input that a symptom is about, by its requirement and by what kind of body was sent. */
export function inputOf(
  symptom: Pick<Symptom, 'failure' | 'exchange'> & { readonly requirement: Pick<Symptom['requirement'], 'id'> },
): Input {
  const { id } = symptom.requirement;
  const place = placeOf(id);
  const whole = ofBody(symptom);
  const head = CROSSED[id] ?? id;
  if (/^(?:headers|path|methods)\//.test(head)) return ofHead(head);
  if (whole !== null) return { ...whole, member: '', isOwn: false };
  const member = place.chapter === 'port-list' ? `ports.${place.member}` : place.member;
  if (place.side === 'refuses' && place.keyword !== null) {
    const given = place.keyword === 'type' && place.way === 'null' ? 'null' : 'string';
    return inputOfRule({ member, keyword: place.keyword, given });
  }
  const own = { words: `the input of ${nameOf(id)}`, isOwn: true };
  if (place.side === 'accepts') return { ...own, kind: slug(id), member: place.member };
  // The last parts of a name tell the cases of one family apart.
  const kind = slug(
    id
      .split('/')
      .slice(0, 2)
      .join('/')
      .replace(/^(robustness\/http)-.*/, '$1'),
  );
  return { ...own, kind, member: '' };
}

/** The input that breaks a rule of the schema. */
export function inputOfRule({ member, keyword, given }: BrokenRule): Input {
  if (keyword === 'type' && member === '') return { ...notAnObject, member: '', isOwn: false };
  if (keyword === 'type' && given === 'null') return { kind: 'null', words: 'null', member, isOwn: false };
  const { kind, words } = keywords.get(keyword) ?? { kind: keyword, words: `a breach of ${keyword}` };
  return { kind, words, member, isOwn: false };
}

const notAnObject = { kind: 'not-an-object', words: 'a body that is not an object' };

/** What is wrong with a body before anybody looks at its members; null if nothing is. */
function ofBody({
  failure,
  exchange,
  requirement,
}: Parameters<typeof inputOf>[0]): Pick<Input, 'kind' | 'words'> | null {
  if (!/^(?:request-body|robustness)\//.test(requirement.id) || exchange === null) return null;
  const body = failure?.minimalBody ?? exchange.body;
  if (body === null || body.trim() === '') return { kind: 'no-body', words: 'a request without a body' };
  if (/\/http-/.test(requirement.id)) return null;
  if (body.includes('\uFFFD')) return { kind: 'not-utf-8', words: 'a body that is not UTF-8' };
  const malformed = { kind: 'malformed-json', words: 'malformed JSON' };
  // What is longer was cut for the report.
  if (body.endsWith('…')) return requirement.id.startsWith('robustness/json/') ? malformed : null;
  const value = jsonIn(body);
  if (value === undefined) return malformed;
  return isObject(value) ? null : notAnObject;
}

/** For requirements that combine a fault with other things: the id of a requirement about that fault alone. */
const CROSSED: Readonly<Record<string, string>> = {
  'robustness/crossed/token': 'headers/token',
  'robustness/crossed/foreign-token': 'headers/token-foreign',
  'robustness/crossed/project': 'path/project',
  'robustness/crossed/service': 'path/service',
  'robustness/crossed/method': 'methods/any',
};

function ofHead(id: string): Input {
  const [chapter = '', name = '', exact] = id.split('/');
  const words = name.toLowerCase().split(/[-_]/);
  const subject = (exact === 'exact' ? words.find((word) => word === 'token') : words[0]) ?? name;
  if (chapter === 'headers' && (subject === 'token' || subject === 'signature')) {
    return name === 'token-foreign'
      ? { kind: 'foreign-token', words: 'a token of another project', member: '', isOwn: false }
      : { kind: subject, words: `a request without a valid ${subject}`, member: '', isOwn: false };
  }
  return { kind: `${chapter}/${name}`, words: `the input of ${nameOf(id)}`, member: '', isOwn: true };
}

/** An id without its chapter. */
function nameOf(id: string): string {
  return id.split('/').slice(1).join('/');
}

/** Turns a text into a part of an id: letters, digits, dots and hyphens. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9/._-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
}
