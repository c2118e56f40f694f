import type { FaultEntry } from '../catalogue.js';
import { both, reading, text, tolerate, turnDown } from '../changes.js';
import { codePoints } from '../layers/validate.js';

const portId: readonly FaultEntry[] = [
  {
    id: 'port-id-any-text-accepted',
    says: 'Any text that is not empty passes for port_id',
    caughtBy: 'request-body/port_id/format/*',
    change: tolerate(
      'port_id',
      text((id) => id !== ''),
    ),
  },
  {
    id: 'port-id-empty-accepted',
    says: 'An empty port_id is accepted, as if it were omitted',
    caughtBy: 'request-body/port_id/format/empty',
    change: both(
      tolerate('port_id', (value) => value === ''),
      reading('port_id', (value) => (value === '' ? undefined : value)),
    ),
  },
  {
    id: 'port-id-braces-accepted',
    says: 'A UUID in braces passes for port_id',
    caughtBy: 'request-body/port_id/format/braces',
    change: tolerate(
      'port_id',
      text((id) => /^\{[0-9a-f-]{36}\}$/i.test(id)),
    ),
  },
  {
    id: 'port-id-without-hyphens-accepted',
    says: 'A UUID without hyphens passes for port_id',
    caughtBy: 'request-body/port_id/format/no-hyphens',
    change: tolerate(
      'port_id',
      text((id) => /^[0-9a-f]{32}$/i.test(id)),
    ),
  },
  {
    id: 'port-id-urn-accepted',
    says: 'urn:uuid: before a port_id is accepted',
    caughtBy: 'request-body/port_id/format/urn',
    change: tolerate(
      'port_id',
      text((id) => /^urn:uuid:[0-9a-f-]{36}$/i.test(id)),
    ),
  },
  {
    id: 'port-id-hyphens-anywhere',
    says: 'Hyphens may stand anywhere in the 36 characters of port_id',
    caughtBy: 'request-body/port_id/format/misplaced-hyphen',
    change: tolerate(
      'port_id',
      text((id) => /^[0-9a-f-]{36}$/i.test(id)),
    ),
  },
  {
    id: 'port-id-any-letter-accepted',
    says: 'Letters beyond f pass in port_id',
    caughtBy: 'request-body/port_id/format/bad-digit-*',
    change: tolerate(
      'port_id',
      text((id) => /^[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}$/i.test(id)),
    ),
  },
  {
    id: 'port-id-trailing-newline-accepted',
    says: 'A line break after port_id is accepted',
    caughtBy: 'request-body/port_id/format/trailing-newline',
    change: tolerate(
      'port_id',
      text((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n$/i.test(id)),
    ),
  },
  {
    id: 'port-id-null-accepted',
    says: 'null passes for port_id, as if it were omitted',
    caughtBy: 'request-body/port_id/type/null',
    change: both(
      tolerate('port_id', (value) => value === null),
      reading('port_id', (value) => value ?? undefined),
    ),
  },
  {
    id: 'port-id-own-rejected',
    says: "The service's own port_id is turned down as already in use",
    caughtBy: 'request-body/port-id-own',
    change: turnDown('port_id', (value, x) => value === x.service?.state.port_id, 'is in use'),
  },
  {
    id: 'port-id-change-rejected',
    says: 'port_id can only be set to what it is',
    caughtBy: 'request-body/port-id-configured',
    change: turnDown(
      'port_id',
      (value, x) => typeof value === 'string' && value !== x.service?.state.port_id,
      'cannot be changed',
    ),
  },
];

const vipPortId: readonly FaultEntry[] = [
  {
    id: 'vip-empty-accepted',
    says: 'An empty vip_port_id is accepted',
    caughtBy: 'request-body/vip_port_id/minLength/one-under',
    change: tolerate('vip_port_id', (value) => value === ''),
  },
  {
    id: 'vip-65-accepted',
    says: 'A vip_port_id of 65 characters is accepted: the bound is off by one',
    caughtBy: 'request-body/vip_port_id/maxLength/one-over',
    change: tolerate(
      'vip_port_id',
      text((id) => codePoints(id) === 65),
    ),
  },
  {
    id: 'vip-unbounded',
    says: 'A vip_port_id has no greatest length',
    caughtBy: 'request-body/vip_port_id/maxLength/*',
    change: tolerate(
      'vip_port_id',
      text((id) => id !== ''),
    ),
  },
  {
    id: 'vip-64-rejected',
    says: 'A vip_port_id of 64 characters is one too long',
    caughtBy: 'request-body/vip_port_id/accepts/maxLength/most',
    change: turnDown(
      'vip_port_id',
      text((id) => codePoints(id) === 64),
      'is too long',
    ),
  },
  {
    id: 'vip-one-rejected',
    says: 'A vip_port_id of one character is too short',
    caughtBy: 'request-body/vip_port_id/accepts/minLength/one',
    change: turnDown(
      'vip_port_id',
      text((id) => id.length === 1),
      'is too short',
    ),
  },
  {
    id: 'vip-bytes-counted',
    says: 'The length of vip_port_id is counted in bytes',
    caughtBy: 'request-body/vip_port_id/accepts/maxLength/most-beyond-ascii',
    change: turnDown(
      'vip_port_id',
      text((id) => Buffer.byteLength(id) > 64),
      'is too long',
    ),
  },
  {
    id: 'vip-number-accepted',
    says: 'A number passes for vip_port_id',
    caughtBy: 'request-body/vip_port_id/type/{integer,fraction}*',
    change: tolerate('vip_port_id', (value) => typeof value === 'number'),
  },
  {
    id: 'vip-trimmed-before-counting',
    says: 'vip_port_id is trimmed before its length is counted',
    caughtBy: 'request-body/vip_port_id/maxLength/one-over-with-blank',
    change: tolerate(
      'vip_port_id',
      text((id) => id.trim() !== '' && codePoints(id.trim()) <= 64),
    ),
  },
  {
    id: 'vip-uuid-only',
    says: 'vip_port_id must be a UUID, which the document does not say',
    caughtBy: 'request-body/{vip-port-id-lengths,vip_port_id/accepts/*,every-combination}',
    change: turnDown(
      'vip_port_id',
      text((id) => !/^[0-9a-f-]{36}$/i.test(id)),
      'must be a UUID',
    ),
  },
];

/** Defects in reading port_id and vip_port_id. */
export const idFaults: readonly FaultEntry[] = [...portId, ...vipPortId];
