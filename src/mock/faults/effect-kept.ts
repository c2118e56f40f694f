import { faultsOf } from '../catalogue.js';
import { merging, receiving } from '../changes.js';
import type { State, Update } from '../model.js';

/** Writes a member back differently in an update that omits it. */
const rewritten = <Name extends keyof Update>(name: Name, change: (value: State[Name]) => State[Name]) =>
  merging((next, state, update) => (update[name] === undefined ? { ...next, [name]: change(state[name]) } : next));

/** Members that an update omits, written back with the whole record. */
export const keptFaults = faultsOf({
  'kept-percent-signs-doubled': {
    says: 'An update that omits description doubles its percent signs',
    caughtBy: '{request-body/**,effect/kept/description}',
    change: rewritten('description', (text) => text.replaceAll('%', '%%')),
  },
  'kept-blanks-joined': {
    says: 'An update that omits description leaves one of several blanks in it',
    caughtBy: '{request-body/**,effect/kept/description}',
    change: rewritten('description', (text) => text.replace(/ +/g, ' ')),
  },
  'kept-name-made-number': {
    says: 'An update that omits a service_name of digits takes its leading zeros',
    caughtBy: '{request-body/**,effect/kept/service_name}',
    change: rewritten('service_name', (name) => (/^\d+$/.test(name) ? String(Number(name)) : name)),
  },
  'kept-equal-ports-dropped': {
    says: 'An update that omits ports drops the mappings whose two ports are equal',
    caughtBy: 'effect/kept/ports',
    change: rewritten('ports', (ports) => ports.filter((m) => m.client_port !== m.server_port)),
  },
  'kept-vip-port-id-cut': {
    says: 'An update that omits vip_port_id cuts it to 36 characters, the length of a UUID',
    caughtBy: '{request-body/**,effect/kept/vip_port_id}',
    change: rewritten('vip_port_id', (id) => id.slice(0, 36)),
  },
  'moved-list-cut': {
    says: 'A new port_id takes only the first 50 mappings along',
    caughtBy: 'effect/kept/ports',
    change: merging((next, state, update) =>
      update.ports === undefined && next.port_id !== state.port_id ? { ...next, ports: next.ports.slice(0, 50) } : next,
    ),
  },
  'port-id-lost-beside-full-list': {
    says: 'port_id is not changed along with a full list of mappings',
    caughtBy: 'effect/echo/port_id',
    change: receiving((update) => {
      const { port_id: _, ...others } = update;
      return update.ports?.length === 200 ? others : update;
    }),
  },
});
