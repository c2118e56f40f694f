import { faultsOf, mergeDistinct } from '../catalogue.js';
import { both, broken, interpreting, stopping, text, tolerate, tolerateText, turnDown } from '../changes.js';
import { codePoints } from '../layers/validate.js';

const portId = faultsOf({
  'port-id-made-text': {
    says: 'Whatever is given for port_id is converted to text',
    caughtBy: 'request-body/port_id/type/*',
    change: both(
      tolerate('port_id', (value) => typeof value !== 'string'),
      interpreting('port_id', (value) => (typeof value === 'string' ? value : JSON.stringify(value))),
    ),
  },
  'port-id-version-4-only': {
    says: 'Only UUIDs of version 4 pass for port_id',
    caughtBy: 'request-body/port_id/accepts/format/*',
    change: turnDown(
      'port_id',
      text((id) => !/^.{14}4.{4}[89ab]/i.test(id)),
      'must be a random UUID',
    ),
  },
  'port-id-any-text-accepted': {
    says: 'Any text passes for port_id',
    caughtBy: 'request-body/port_id/format/*',
    change: tolerate('port_id', (value) => typeof value === 'string'),
  },
  'port-id-hyphens-anywhere': {
    says: 'Hyphens may be anywhere in the 36 characters of port_id',
    caughtBy: 'request-body/port_id/format/misplaced-hyphen',
    change: tolerateText('port_id', (id) => /^[0-9a-f-]{36}$/i.test(id)),
  },
  'port-id-trailing-newline-accepted': {
    says: 'A line break after port_id is accepted',
    caughtBy: 'request-body/port_id/format/trailing-newline',
    change: tolerateText('port_id', (id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n$/i.test(id)),
  },
  'port-id-letters-in-one-group': {
    says: 'The fourth group of port_id may hold any letter',
    caughtBy: 'request-body/port_id/format/bad-digit-middle',
    change: tolerateText('port_id', (id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){2}-[0-9a-z]{4}-[0-9a-f]{12}$/i.test(id)),
  },
  'port-id-group-of-any-length': {
    says: 'The third group of port_id may be of any length',
    caughtBy: 'request-body/port_id/format/one-{short,long}',
    change: tolerateText('port_id', (id) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]+-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(id)),
  },
  'port-id-own-rejected': {
    says: "The service's own port_id is rejected as already in use",
    caughtBy: 'request-body/port-id-own',
    change: turnDown('port_id', (value, x) => value === x.service?.state.port_id, 'is in use'),
  },
  'port-id-change-rejected': {
    says: 'port_id can be set only to its current value',
    caughtBy: 'request-body/port-id-configured',
    change: turnDown(
      'port_id',
      (value, x) => typeof value === 'string' && value !== x.service?.state.port_id,
      'cannot be changed',
    ),
  },
});

const vipPortId = faultsOf({
  'vip-unbounded': {
    says: 'A vip_port_id has no maximum length',
    caughtBy: 'request-body/vip_port_id/maxLength/*',
    change: tolerateText('vip_port_id', (id) => id !== ''),
  },
  'vip-made-text': {
    says: 'Whatever is given for vip_port_id is converted to text',
    caughtBy: 'request-body/vip_port_id/type/*',
    change: both(
      tolerate('vip_port_id', (value) => typeof value !== 'string'),
      interpreting('vip_port_id', (value) => (typeof value === 'string' ? value : JSON.stringify(value))),
    ),
  },
  'vip-rejected': {
    says: 'vip_port_id is set when the service is created, and is rejected in an update',
    caughtBy: 'request-body/vip_port_id/accepts/*',
    change: turnDown('vip_port_id', () => true, 'cannot be updated'),
  },
  'vip-control-breaks': {
    says: 'An invisible character in vip_port_id is answered with 500',
    caughtBy: 'request-body/vip_port_id/accepts/type/*',
    change: stopping('vip_port_id', broken, (value) => typeof value === 'string' && /[\p{C}\u2028\u2029]/u.test(value)),
  },
  'vip-empty-accepted': {
    says: 'An empty vip_port_id is accepted',
    caughtBy: 'request-body/vip_port_id/minLength/one-under',
    change: tolerate('vip_port_id', (value) => value === ''),
  },
  'vip-65-accepted': {
    says: 'A vip_port_id of 65 characters is accepted: the bound is off by one',
    caughtBy: 'request-body/vip_port_id/maxLength/one-over',
    change: tolerateText('vip_port_id', (id) => codePoints(id) === 65),
  },
  'vip-uuid-only': {
    says: 'vip_port_id must be a UUID, which the document does not say',
    caughtBy: 'request-body/{vip-port-id-lengths,vip_port_id/accepts/*,every-combination}',
    change: turnDown(
      'vip_port_id',
      text((id) => !/^[0-9a-f-]{36}$/i.test(id)),
      'must be a UUID',
    ),
  },
});

/** Defects in reading port_id and vip_port_id. */
export const idFaults = mergeDistinct(portId, vipPortId);
