import { faultsOf } from '../catalogue.js';
import { broken, receiving, stopping, turnDown } from '../changes.js';
import { isRecord } from '../layers/validate.js';
import { fails, mending, on, raw } from './on-sight.js';

/** Defects with unusual JSON and unusual values. */
export const bodyFaults = faultsOf({
  'escaped-name-unknown': {
    says: 'A member name with an escape in it is not recognised',
    caughtBy: '{robustness/body-written-otherwise,effect/echo/description}',
    change: mending((text) => text.replace(/"\\u[0-9a-f]{4}\w*":/g, '"unknown":')),
  },
  'bom-ignores-body': {
    says: 'A body after a byte order mark is answered with 200 and not read',
    caughtBy: '{robustness/body-bom,effect/echo/description}',
    change: (before) => ({
      decode: (x) => {
        const refusal = before.decode(x);
        if (refusal?.message.includes('byte order mark') !== true) return refusal;
        x.text = '{}';
        return undefined;
      },
    }),
  },
  'body-of-64-kib-500': {
    says: 'The length of a body of exactly 64 KiB overflows: 500',
    caughtBy: 'robustness/body-large',
    change: on((x) => x.bytes.length === 65_536, fails),
  },
  'large-body-cut': {
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
  'deep-body-500': {
    says: 'A deeply nested body overflows the stack: 500',
    caughtBy: 'robustness/body-deep',
    change: on((x) => /(\[{64}|(\{"a":){64})/.test(raw(x)), fails),
  },
  'very-deep-body-500': {
    says: 'A body nested thousands of levels deep overflows the stack: 500',
    caughtBy: 'robustness/body-very-deep',
    change: on((x) => /(\[{900}|(\{"a":){900})/.test(raw(x)), fails),
  },
  'duplicate-members-joined': {
    says: 'Two members with one name are joined',
    caughtBy: '{robustness/body-duplicate-members,effect/echo/*}',
    change: mending((text) => text.replace(/"(description|service_name)":"(\w*)","\1":"(\w*)"/, '"$1":"$2$3"')),
  },
  'prototype-polluted': {
    says: 'The member __proto__ is merged into the update',
    caughtBy: '{request-body/unknown-member,effect/kept/*}',
    change: (before) => ({
      receive: (body, x) => {
        const proto = Object.hasOwn(body, '__proto__')
          ? (Object.getOwnPropertyDescriptor(body, '__proto__')?.value as unknown)
          : undefined;
        return before.receive(isRecord(proto) ? { ...proto, ...body } : body, x);
      },
    }),
  },
  'unknown-huge-number-500': {
    says: 'A number beyond the range of a double in an unknown member is answered with 500',
    caughtBy: 'robustness/body-unknown-oddities',
    change: on((x) => raw(x).includes('1e400'), fails),
  },
  'port-of-any-size-500': {
    says: 'A port is made a whole number of any size, which an error cannot print: 1E+9999 is answered with 500',
    caughtBy: 'port-list/*/type/huge-exponent',
    change: on((x) => /_port":-?\d+[eE]\+?\d{4}/.test(raw(x)), fails),
  },
  'emoji-name-breaks': {
    says: 'A character beyond the BMP in service_name is answered with 500 instead of 400',
    caughtBy: 'request-body/service_name/pattern/{emoji,astral-letter}',
    change: stopping(
      'service_name',
      broken,
      (value) => typeof value === 'string' && /[\u{10000}-\u{10ffff}]/u.test(value),
    ),
  },
  'mapping-duplicate-members-500': {
    says: 'A port given twice in one mapping is answered with 500',
    caughtBy: 'robustness/body-duplicate-members',
    change: stopping('parse', broken, (x) => /"client_port":\d+,"client_port":/.test(x.text)),
  },
  'mapping-prototype-polluted': {
    says: 'The member __proto__ of a mapping is merged into it',
    caughtBy: '{port-list/unknown-member,effect/*/ports}',
    change: receiving((update, x) => {
      const given = isRecord(x.value) ? x.value['ports'] : undefined;
      const own = (n: number) => (Array.isArray(given) && isRecord(given[n]) ? (given[n]['__proto__'] as object) : {});
      return update.ports === undefined
        ? update
        : { ...update, ports: update.ports.map((mapping, n) => ({ ...mapping, ...own(n) })) };
    }),
  },
  'long-name-hangs': {
    says: 'A service_name of 32 or more characters makes the pattern backtrack endlessly: no answer',
    caughtBy: 'request-body/service_name/maxLength/*',
    change: (before) => ({
      update: (service, x) => {
        const refused = before.decode(x) ?? before.parse(x);
        const name = refused === undefined && isRecord(x.value) ? x.value['service_name'] : undefined;
        return typeof name === 'string' && name.length >= 32 ? 'hang' : before.update(service, x);
      },
    }),
  },
  'two-hundred-ports-reset': {
    says: 'A list of exactly 200 mappings ends the worker: the connection breaks',
    caughtBy: 'request-body/{ports/accepts/maxItems/most,ports-many}',
    change: (before) => ({
      update: (service, x) =>
        before.decode(x) === undefined && (x.text.match(/server_port/g)?.length ?? 0) === 200
          ? 'reset'
          : before.update(service, x),
    }),
  },
  'query-in-description-rejected': {
    says: 'A description that holds an SQL statement is rejected by a firewall',
    caughtBy: 'request-body/description-punctuation',
    change: turnDown('description', (value) => typeof value === 'string' && /drop table/i.test(value)),
  },
});
