import type { Change, MockExchange } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { broken, refusalOf, stopping } from '../changes.js';
import type { Refusal } from '../model.js';

const type = (x: MockExchange): string => x.headers['content-type'] ?? '';
const codingOf = (x: MockExchange): string => x.headers['content-encoding'] ?? '';
const accepts = (x: MockExchange): string => x.headers.accept ?? '';

const typed = (when: (type: string) => boolean, refusal: Refusal): Change =>
  stopping('contentType', refusal, (x) => when(type(x)));

const accepting = (when: (accept: string) => boolean, refusal: Refusal): Change =>
  stopping('negotiate', refusal, (x) => when(accepts(x)));

const notAcceptable: Refusal = refusalOf(406, 'Accept excludes application/json.');

/** Defects in reading values of Content-Type and Accept that are almost valid, or valid in another spelling. */
export const nearHeaderFaults = faultsOf({
  'content-type-open-quote-500': {
    says: 'A Content-Type with an unclosed quote is answered with 500',
    caughtBy: 'headers/content-type-near',
    change: typed((text) => (text.match(/"/g)?.length ?? 0) % 2 === 1, broken),
  },
  'content-type-suffix-415': {
    says: 'A type with a suffix, such as application/vnd.api+json, is answered with 415',
    caughtBy: 'headers/content-type-{near,other}',
    change: typed((text) => /vnd\..+\+json/.test(text), refusalOf(415, 'Not supported.')),
  },
  'content-type-parameter-without-value-500': {
    says: 'A parameter of Content-Type without a value is answered with 500',
    caughtBy: 'headers/content-type-near',
    change: typed((text) => /;\s*charset\s*$/.test(text), broken),
  },
  'content-type-blank-refused': {
    says: 'A blank before the semicolon of Content-Type is taken as a part of the type',
    caughtBy: 'headers/content-type-blanks',
    change: typed((text) => text.includes(' ;'), refusalOf(400, 'Content-Type must be application/json.')),
  },
  'accept-upper-case-406': {
    says: 'Accept is compared case-sensitively',
    caughtBy: 'headers/accept-spelling',
    change: accepting((text) => text.includes('APPLICATION/JSON'), notAcceptable),
  },
  'accept-star-500': {
    says: 'An Accept of a lone asterisk is answered with 500',
    caughtBy: 'headers/accept-near',
    change: accepting((text) => text === '*', broken),
  },
  'accept-quality-quoted-500': {
    says: 'A quoted quality in Accept is answered with 500',
    caughtBy: 'headers/accept-near',
    change: accepting((text) => text.includes('q="'), broken),
  },
  'gzip-415': {
    says: 'A gzipped body is answered with 415',
    caughtBy: 'headers/content-encoding',
    change: stopping('contentType', refusalOf(415, 'Content-Encoding is not known.'), (x) => codingOf(x) === 'gzip'),
  },
  'no-gzip-500': {
    says: 'A body that is declared as gzip, and is not, is answered with 500',
    caughtBy: 'headers/content-encoding',
    change: stopping('contentType', broken, (x) => codingOf(x) === 'gzip' && x.bytes[0] !== 0x1f),
  },
});
