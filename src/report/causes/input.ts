import { keywords } from '../../shared/keywords.js';
import { isObject, type Json } from '../../shared/json.js';
import { parseJson } from '../../shared/parse-json.js';
import { placeOf } from '../place.js';
import type { Symptom } from './symptom.js';

/** What was wrong with what was sent, as somebody sees it who mends the place that let it through. */
export interface Input {
  /** For an id: `null`, `format`. */
  readonly kind: string;
  /** For people, as the subject of a sentence in the singular: `null`, `a value of another format`. */
  readonly words: string;
  /** Member of the body; '' where it is about the whole request. */
  readonly member: string;
}

/** The input that a symptom is about. */
export function inputOf(symptom: Symptom): Input {
  const { id } = symptom.requirement;
  const place = placeOf(id);
  const whole = ofBody(symptom);
  if (place.chapter === 'headers' || place.chapter === 'path' || place.chapter === 'methods') return ofHead(id);
  if (whole !== null) return { ...whole, member: '' };
  if (place.side === 'refuses' && place.keyword !== null) {
    const member = place.chapter === 'port-list' ? `ports.${place.member}` : place.member;
    if (place.keyword === 'type')
      return place.way === 'null'
        ? { kind: 'null', words: 'null', member }
        : { kind: 'type', words: 'a value of another type', member };
    const { kind, words } = keywords.get(place.keyword) ?? {
      kind: place.keyword,
      words: `a breach of ${place.keyword}`,
    };
    return { kind, words, member };
  }
  const member = place.side === 'accepts' ? place.member : '';
  return { kind: slug(id), words: `the input of ${nameOf(id)}`, member };
}

/** What is wrong with a body before anybody looks at its members; null where nothing is. */
function ofBody({ failure, exchange, requirement }: Symptom): Omit<Input, 'member'> | null {
  if (!/^(?:request-body|robustness)\//.test(requirement.id) || exchange === null) return null;
  const body = failure?.minimalBody ?? exchange.body;
  if (/\/http-/.test(requirement.id)) return null;
  if (body === null || body.trim() === '') return { kind: 'no-body', words: 'a request without a body' };
  if (body.includes('\uFFFD')) return { kind: 'not-utf-8', words: 'a body that is not UTF-8' };
  // What is longer was cut for the report.
  if (body.endsWith('…')) return null;
  const value = parsed(body);
  if (value === undefined) return { kind: 'malformed-json', words: 'malformed JSON' };
  return isObject(value) ? null : { kind: 'not-an-object', words: 'a body that is not an object' };
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function ofHead(id: string): Input {
  const [chapter = '', name = ''] = id.split('/');
  const subject = name.split('-')[0] ?? name;
  if (chapter === 'headers' && (subject === 'token' || subject === 'signature')) {
    return name === 'token-foreign'
      ? { kind: 'foreign-token', words: 'a token of another project', member: '' }
      : { kind: subject, words: `a request without a good ${subject}`, member: '' };
  }
  return { kind: `${chapter}/${name}`, words: `the input of ${nameOf(id)}`, member: '' };
}

/** An id without its chapter. */
function nameOf(id: string): string {
  return id.split('/').slice(1).join('/');
}

/** A text as a part of an id: letters, digits, dots and hyphens. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9/._-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
}
