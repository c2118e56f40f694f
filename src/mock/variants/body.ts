import { isUtf8 } from 'node:buffer';
import type { Change } from '../behaviour.js';
import { inChapter, variantsOf } from '../catalogue.js';
import { stopping, text, turnDown } from '../changes.js';
import { malformed } from '../layers/parse.js';
import { codePoints, invalid, isRecord, members } from '../layers/validate.js';

const pieces = ['client_port', 'server_port', 'protocol'];

/** Rejects two mappings that share a port. */
const unshared =
  (port: 'client_port' | 'server_port'): Change =>
  (before) => ({
    distinct: (mappings, x) => {
      const given = mappings.flatMap((m) => (isRecord(m) && m[port] !== undefined ? [m[port]] : []));
      return new Set(given).size < given.length
        ? invalid('ports', `must not repeat a ${port}`)
        : before.distinct(mappings, x);
    },
  });

const entries = variantsOf({
  'vip-bytes-counted': {
    says: 'The length of vip_port_id is counted in bytes',
    change: turnDown(
      'vip_port_id',
      text((id) => Buffer.byteLength(id) > 64),
      'is too long',
    ),
  },
  'unknown-members-rejected': {
    says: 'Unknown members are rejected, at any depth',
    change: (before) => ({
      validate: (x) => {
        const names = isRecord(x.value) ? Object.keys(x.value) : [];
        const unknown = names.find((name) => !(members as readonly string[]).includes(name));
        return unknown === undefined ? before.validate(x) : malformed('has an unknown member');
      },
      mapping: (value, x) =>
        isRecord(value) && Object.keys(value).some((name) => !pieces.includes(name))
          ? invalid('ports', 'has an unknown member')
          : before.mapping(value, x),
    }),
  },
  'mappings-shown-with-more-than-is-taken': {
    says: 'A mapping in a reply has a further member, which one in a request must not have',
    change: (before) => ({
      mapping: (value, x) =>
        isRecord(value) && Object.hasOwn(value, 'mapping_id')
          ? invalid('ports', 'has an unknown member')
          : before.mapping(value, x),
      represent: (service, state, x) => ({
        ...before.represent(service, state, x),
        ports: state.ports.map((mapping, n) => ({ mapping_id: `mapping-${n}`, ...mapping })),
      }),
    }),
  },
  'astral-characters-rejected': {
    says: 'Characters beyond the BMP in description are rejected',
    change: turnDown(
      'description',
      text((t) => /[\u{10000}-\u{10ffff}]/u.test(t)),
      'must not hold characters beyond the BMP',
    ),
  },
  'letters-and-punctuation-only': {
    says: 'description takes letters, digits, blanks and ASCII punctuation only',
    change: turnDown(
      'description',
      text((t) => !/^[\p{L}\p{Nd} !-~\u2010-\u2027\u3001-\u3011！（），．：；？]*$/u.test(t)),
      'holds a character that is not allowed',
    ),
  },
  'description-128-at-most': {
    says: 'A description of more than 128 characters is rejected',
    change: turnDown(
      'description',
      text((t) => codePoints(t) > 128),
      'is too long',
    ),
  },
  'description-4096-bytes-at-most': {
    says: 'A description of more than 4,096 bytes is rejected',
    change: turnDown(
      'description',
      text((t) => Buffer.byteLength(t) > 4_096),
      'is too long',
    ),
  },
  'incomplete-mappings-rejected': {
    says: 'A mapping without client_port or server_port is rejected',
    change: turnDown(
      'mapping',
      (value) => isRecord(value) && !('client_port' in value && 'server_port' in value),
      'needs both ports',
    ),
  },
  'shared-client-ports-rejected': {
    says: 'Two mappings with one client_port are rejected',
    change: unshared('client_port'),
  },
  'decimal-ports-rejected': {
    says: 'A port written 80.0 or 8e1 is rejected',
    change: stopping('parse', invalid('ports', 'must hold integers'), (x) =>
      /"(client|server)_port"\s*:\s*-?\d+(\.|[eE])/.test(x.text),
    ),
  },
  'port-id-case-ignored': {
    says: "The service's own port_id in upper case counts as unchanged, and stays in lower case",
    change: (before) => ({
      receive: (value, x) => {
        const update = before.receive(value, x);
        const own = x.service?.state.port_id;
        return update.port_id !== undefined && update.port_id !== own && update.port_id.toLowerCase() === own
          ? { ...update, port_id: own }
          : update;
      },
    }),
  },
  'port-id-unknown-rejected': {
    says: 'A port_id that names no backend is rejected',
    change: (before) => {
      const backends = new Set<string>();
      return {
        serve: (server, world) => {
          for (const id of world.portIds) backends.add(id.toLowerCase());
          for (const { state } of world.services.values()) backends.add(state.port_id);
          before.serve(server, world);
        },
        port_id: (value, x) =>
          before.port_id(value, x) ??
          (backends.has(String(value).toLowerCase())
            ? undefined
            : invalid('port_id', 'does not exist', 'EndPoint.3008')),
      };
    },
  },
  'duplicate-members-rejected': {
    says: 'Two members with one name are rejected',
    change: (before) => ({
      parse: (x) => before.parse(x) ?? (hasDuplicates(x.text) ? malformed('has two members with one name') : undefined),
    }),
  },
  'first-duplicate-member-counts': {
    says: 'The first of two members with one name counts',
    change: (before) => ({
      parse: (x) => {
        const refusal = before.parse(x);
        const [, port] = /"client_port":(\d+),"client_port":/.exec(x.text) ?? [];
        if (refusal === undefined && port !== undefined && isRecord(x.value)) {
          const mappings = x.value['ports'] as readonly object[];
          x.value = { ...x.value, ports: mappings.map((mapping) => ({ ...mapping, client_port: Number(port) })) };
        }
        const first = /^\{"(\w+)":("(?:[^"\\]|\\.)*"|true|false),"\1":/.exec(x.text);
        if (refusal === undefined && first !== null && isRecord(x.value)) {
          x.value = { ...x.value, [first[1] ?? '']: JSON.parse(first[2] ?? 'null') as unknown };
        }
        return refusal;
      },
    }),
  },
  'bom-accepted': {
    says: 'A byte order mark before the body is ignored',
    change: (before) => ({
      decode: (x) => {
        const refusal = before.decode(x);
        if (!x.text.startsWith('\ufeff')) return refusal;
        x.text = x.text.slice(1);
        return undefined;
      },
    }),
  },
  'deep-nesting-rejected': {
    says: 'A body nested more than 32 levels deep is rejected',
    change: (before) => ({
      parse: (x) => before.parse(x) ?? (depthOf(x.text) > 32 ? malformed('is nested too deeply') : undefined),
    }),
  },
  'deep-nesting-413': {
    says: 'A body nested more than 500 levels deep is answered with 413 and the envelope',
    change: (before) => ({
      parse: (x) =>
        before.parse(x) ?? (depthOf(x.text) > 500 ? { ...malformed('is nested too deeply'), status: 413 } : undefined),
    }),
  },
  'vip-port-id-of-ascii-only': {
    says: 'A vip_port_id takes letters, digits, underscores and hyphens only',
    change: turnDown('vip_port_id', (value) => typeof value === 'string' && !/^[\w-]*$/.test(value)),
  },
  'invalid-utf8-in-unknown-member-accepted': {
    says: 'Bytes that are not UTF-8 are ignored in an unknown member',
    change: (before) => ({
      decode: (x) => {
        const refusal = before.decode(x);
        if (refusal === undefined || x.tooLarge || x.bytes.length === 0 || isUtf8(x.bytes)) return refusal;
        const known = Buffer.from(x.bytes.toString('latin1').replace(/"unknown":"[^"]*"/, '"unknown":""'), 'latin1');
        if (!isUtf8(known)) return refusal;
        x.text = known.toString('utf8');
        return undefined;
      },
    }),
  },
  'approval-reset-when-omitted': {
    says: 'An omitted approval_enabled becomes true, its documented default',
    change: (before) => ({
      merge: (state, update, x) => before.merge(state, { approval_enabled: true, ...update }, x),
    }),
  },
  'conflict-400': {
    says: 'A conflict with another service is answered with 400 and EndPoint.3044',
    change: (before) => ({
      conflict: (service, update, x) => {
        const refusal = before.conflict(service, update, x);
        return refusal && { ...refusal, status: 400 };
      },
    }),
  },
});

/** What may be accepted or rejected of a request body (R1 to R8, R12, R19). */
export const bodyVariants = inChapter('request-body', entries);

/** Counts the levels of a JSON text; a plain value has none. It may be deeper than the call stack. */
function depthOf(json: string): number {
  let [depth, deepest] = [0, 0];
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth);
    else if (token === '}' || token === ']') depth -= 1;
  }
  return deepest;
}

/** Whether an object in a JSON text has two members with the same name. */
function hasDuplicates(json: string): boolean {
  const names: Set<string>[] = [];
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}]/g)) {
    if (token === '{') names.push(new Set());
    else if (token === '}') names.pop();
    else if (token.endsWith(':')) {
      const name = String(JSON.parse(token.slice(0, -1)));
      const open = names.at(-1);
      if (open?.has(name) === true) return true;
      open?.add(name);
    }
  }
  return false;
}
