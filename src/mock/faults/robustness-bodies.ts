import type { FaultEntry } from '../catalogue.js';
import { broken, turnDown, turnDownBody } from '../changes.js';
import { malformed } from '../layers/parse.js';
import { isRecord } from '../layers/validate.js';
import { fails, mending, on, raw } from './on-sight.js';

/** Defects on unusual JSON and unusual values. */
export const bodyFaults: readonly FaultEntry[] = [
  {
    id: 'leading-blanks-rejected',
    says: 'JSON must begin with the bracket: blanks before it are turned down',
    caughtBy: 'robustness/body-written-otherwise',
    change: (before) => ({ parse: (x) => (/^\s/.test(x.text) ? malformed('is not JSON') : before.parse(x)) }),
  },
  {
    id: 'escaped-name-unknown',
    says: 'A member name with an escape in it is not recognised',
    caughtBy: '{robustness/body-written-otherwise,effect/*}',
    change: mending((text) => text.replace(/"\\u[0-9a-f]{4}\w*":/g, '"unknown":')),
  },
  {
    id: 'escaped-slash-kept',
    says: 'An escaped slash keeps its backslash',
    caughtBy: '{robustness/body-written-otherwise,effect/*}',
    change: mending((text) => text.replaceAll('\\/', '\\\\/')),
  },
  {
    id: 'unicode-escape-kept',
    says: 'The escape of a Chinese letter is stored as it is written',
    caughtBy: '{robustness/body-written-otherwise,effect/*}',
    change: mending((text) => text.replace(/\\u(4[ef]|[5-9])/g, '\\\\u$1')),
  },
  {
    id: 'bom-500',
    says: 'A byte order mark before the body is answered with 500',
    caughtBy: 'robustness/body-bom',
    change: on((x) => x.bytes[0] === 0xef && x.bytes[1] === 0xbb, fails),
  },
  {
    id: 'bom-ignores-body',
    says: 'A body behind a byte order mark is answered with 200 and not read',
    caughtBy: '{robustness/body-bom,effect/*}',
    change: (before) => ({
      decode: (x) => {
        const refusal = before.decode(x);
        if (refusal?.message.includes('byte order mark') !== true) return refusal;
        x.text = '{}';
        return undefined;
      },
    }),
  },
  {
    id: 'large-body-413',
    says: 'A body of more than 32 KiB is answered with 413',
    caughtBy: 'robustness/body-large',
    change: on(
      (x) => x.bytes.length > 32_768,
      (x) => x.behaviour.refuse({ ...malformed('is too large'), status: 413 }, x),
    ),
  },
  {
    id: 'body-of-64-kib-500',
    says: 'A body of exactly 64 KiB overflows its length: 500',
    caughtBy: 'robustness/body-large',
    change: on((x) => x.bytes.length === 65_536, fails),
  },
  {
    id: 'large-body-cut',
    says: 'Only the first 16 KiB of a body are read',
    caughtBy: 'robustness/body-large',
    change: (before) => ({
      decode: (x) => {
        const refusal = before.decode(x);
        x.text = x.text.slice(0, 16_384);
        return refusal;
      },
    }),
  },
  {
    id: 'deep-body-500',
    says: 'A body of many levels overflows the stack: 500',
    caughtBy: 'robustness/body-deep',
    change: on((x) => /(\[{64}|(\{"a":){64})/.test(raw(x)), fails),
  },
  {
    id: 'duplicate-members-500',
    says: 'Two members with one name are answered with 500',
    caughtBy: 'robustness/body-duplicate-members',
    change: on((x) => /"(description|service_name)":"\w*","\1"/.test(raw(x)), fails),
  },
  {
    id: 'duplicate-members-joined',
    says: 'Two members with one name are joined',
    caughtBy: '{robustness/body-duplicate-members,effect/*}',
    change: mending((text) => text.replace(/"(description|service_name)":"(\w*)","\1":"(\w*)"/, '"$1":"$2$3"')),
  },
  {
    id: 'prototype-polluted',
    says: 'The member __proto__ is merged into the update',
    caughtBy: '{request-body/unknown-member,effect/*}',
    change: (before) => ({
      receive: (body, x) => {
        const proto = Object.hasOwn(body, '__proto__')
          ? (Object.getOwnPropertyDescriptor(body, '__proto__')?.value as unknown)
          : undefined;
        return before.receive(isRecord(proto) ? { ...proto, ...body } : body, x);
      },
    }),
  },
  {
    id: 'unknown-member-500',
    says: 'An unknown member that is an object is answered with 500',
    caughtBy: '{request-body/unknown-member,robustness/body-deep}',
    change: on((x) => raw(x).includes('"unknown":{'), fails),
  },
  {
    id: 'unknown-huge-number-500',
    says: 'A number beyond a double in an unknown member is answered with 500',
    caughtBy: 'robustness/body-unknown-oddities',
    change: on((x) => raw(x).includes('1e400'), fails),
  },
  {
    id: 'nul-breaks',
    says: 'NUL in description breaks the database: 500',
    caughtBy: 'request-body/description*',
    change: turnDownBody((update) => update.description?.includes('\0') === true, broken),
  },
  {
    id: 'surrogate-breaks',
    says: 'A lone surrogate in description is answered with 500',
    caughtBy: 'request-body/description*',
    change: turnDownBody(
      (update) => typeof update.description === 'string' && /\p{Cs}/u.test(update.description),
      broken,
    ),
  },
  {
    id: 'emoji-breaks',
    says: 'A character beyond the BMP in description breaks a column of three bytes: 500',
    caughtBy: 'request-body/description*',
    change: turnDownBody((update) => /[\u{10000}-\u{10ffff}]/u.test(update.description ?? ''), broken),
  },
  {
    id: 'emoji-name-breaks',
    says: 'A character beyond the BMP in service_name is answered with 500 instead of 400',
    caughtBy: 'request-body/service_name/pattern/{emoji,astral-letter}',
    change: (before) => ({
      service_name: (value, x) =>
        typeof value === 'string' && /[\u{10000}-\u{10ffff}]/u.test(value) ? broken : before.service_name(value, x),
    }),
  },
  {
    id: 'percent-description-breaks',
    says: '`%n` in description is taken for a format: 500',
    caughtBy: 'request-body/description*',
    change: turnDownBody((update) => update.description?.includes('%n') === true, broken),
  },
  {
    id: 'long-name-hangs',
    says: 'A service_name of 32 or more characters sends the pattern backtracking: no answer',
    caughtBy: 'request-body/service_name/maxLength/*',
    change: (before) => ({
      update: (service, x) => {
        const refused = before.decode(x) ?? before.parse(x);
        const name = refused === undefined && isRecord(x.value) ? x.value['service_name'] : undefined;
        return typeof name === 'string' && name.length >= 32 ? 'hang' : before.update(service, x);
      },
    }),
  },
  {
    id: 'two-hundred-ports-reset',
    says: 'A list of exactly 200 mappings ends the worker: the connection breaks',
    caughtBy: 'request-body/{ports/accepts/maxItems/most,ports-many}',
    change: (before) => ({
      update: (service, x) =>
        before.decode(x) === undefined && (x.text.match(/server_port/g)?.length ?? 0) === 200
          ? 'reset'
          : before.update(service, x),
    }),
  },
  {
    id: 'list-body-500',
    says: 'A body that is a list is answered with 500',
    caughtBy: 'request-body/type/array-*',
    change: on((x) => raw(x).startsWith('['), fails),
  },
  {
    id: 'null-body-500',
    says: 'The body null is answered with 500: a member of null is read',
    caughtBy: 'request-body/type/null',
    change: on((x) => raw(x) === 'null', fails),
  },
  {
    id: 'query-in-description-rejected',
    says: 'A description in which a query stands is turned down by a firewall',
    caughtBy: 'request-body/description-punctuation',
    change: turnDown('description', (value) => typeof value === 'string' && /drop table/i.test(value)),
  },
];
