import { settlingTime } from '../checks/times.js';
import type { JsonObject } from '../shared/json.js';
import { SentValues } from './sent-values.js';
import { Service } from './service.js';
import { documentedOperation } from '../operation/documented.js';

export const ID = '4189d3c2-8882-4871-a3c2-d380272eed83';
const PORT = '4189d3c2-8882-4871-a3c2-d380272eed88';
export const OTHER_PORT = '5189d3c2-8882-4871-a3c2-d380272eed88';
/** A mapping by its client port. */
export const pair = (n: number): JsonObject => ({ client_port: n, server_port: n + 1, protocol: 'TCP' });

/** The representation at the start. */
export const initial: JsonObject = {
  id: ID,
  approval_enabled: false,
  service_name: 'found',
  ports: [pair(10), pair(20)],
  port_id: PORT,
  description: 'As found',
  vpc_id: 'vpc',
  pool_id: 'pool',
  server_type: 'VM',
  tags: [],
  created_at: '2022-04-14T09:35:47Z',
  updated_at: '2022-04-15T09:35:47Z',
};

/** A service that was found in the initial state and has shown it in the reply to one empty update. */
export function found(sent = new SentValues(documentedOperation()), id = ID): Service {
  const service = new Service(id, sent, settlingTime());
  service.found(initial);
  service.accepted([{}], { value: initial, sentAt: 0, endedAt: 10 }, false);
  return service;
}

/** A service that was found in the initial state and has not been updated. */
export function foundOnly(): Service {
  const service = new Service(ID, new SentValues(documentedOperation()), settlingTime());
  service.found(initial);
  return service;
}

/** The requirements that the reply to an update breaches, and those that it bears on. */
export function judge(
  service: Service,
  body: JsonObject,
  shown: JsonObject,
  { at = 20, folds = false } = {},
): { breached: string[]; watched: string[]; strange: string[] } {
  service.sending([body]);
  const reply = { value: { ...initial, ...shown }, sentAt: at, endedAt: at + 10 };
  const { findings, watched, strange } = service.accepted([body], reply, folds);
  return {
    breached: findings.map(({ requirement }) => requirement),
    watched,
    strange: strange.map(({ name }) => name),
  };
}
