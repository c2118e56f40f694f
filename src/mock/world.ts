import type { Mapping, Service, State, World } from './model.js';

/** Options of a world. */
export interface WorldOptions {
  /** Number of services under test. */
  readonly services: number;
  /** Whether another service shares the port_id of the first one. */
  readonly sibling: boolean;
  /** Additional ids that any service may take as its port_id. */
  readonly portIds: readonly string[];
  readonly seed: number;
  /** How many milliseconds a second of its clock takes. */
  readonly secondMs: number;
}

/** Creates a world: the same seed gives the same ids and tokens. */
export function createWorld({ services: count, sibling, portIds, seed, secondMs }: WorldOptions): World {
  const random = mulberry32(seed);
  const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  // Every id contains a letter, so that its upper case differs.
  const uuid = () => `${hex(7)}a-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(11)}c`;
  const token = () => `MIIa${Array.from({ length: 92 }, () => BASE64.charAt(Math.floor(random() * 62))).join('')}z`;

  const projectId = `${hex(31)}d`;
  const foreignProjectId = `${hex(31)}e`;
  const ownToken = token();
  const foreignToken = token();
  const services = new Map<string, Service>();
  const add = (index: number, project: string, state: State) => {
    const service: Service = { id: uuid(), projectId: project, index, state, updates: 0 };
    services.set(service.id, service);
    return service;
  };

  const serviceIds: string[] = [];
  for (let n = 0; n < count; n++) {
    const ports = [mapping(8080 + 10 * n, 90), mapping(8081 + 10 * n, 80)];
    const state = initial(uuid, { service_name: `service-${n + 1}`, description: `Service number ${n + 1}`, ports });
    const backend = n % 2 === 1 ? { approval_enabled: true, server_type: 'VIP', vip_port_id: uuid() } : {};
    serviceIds.push(add(n, projectId, { ...state, ...backend }).id);
  }
  let siblingServiceId: string | null = null;
  const [first] = services.values();
  if (sibling && first !== undefined) {
    const ports = [mapping(9001, 7001), mapping(9002, 7002), mapping(9003, 7003)];
    const state = initial(uuid, { service_name: 'sibling', description: 'On the same backend', ports });
    siblingServiceId = add(-1, projectId, { ...state, port_id: first.state.port_id, vpc_id: first.state.vpc_id }).id;
  }
  add(-1, foreignProjectId, initial(uuid, { service_name: 'foreign', description: 'Of another project', ports: [] }));

  const ownPortIds = Array.from({ length: Math.max(2, count) }, uuid);
  const word = (length: number, characters: string) =>
    Array.from({ length }, () => characters.charAt(Math.floor(random() * characters.length))).join('');
  const keys = { accessKey: `HST${word(17, UPPER)}`, secretKey: word(40, BASE64) };

  const start = Date.now();
  const secondsNow = (): number => Math.floor(start / 1_000 + (Date.now() - start) / secondMs);
  let second = -1;
  let text = '';
  return {
    projectId,
    foreignProjectId,
    token: ownToken,
    foreignToken,
    tokens: new Map([
      [ownToken, projectId],
      [foreignToken, foreignProjectId],
    ]),
    services,
    serviceIds,
    siblingServiceId,
    keys,
    secretKeys: new Map([[keys.accessKey, { secretKey: keys.secretKey, projectId }]]),
    portIds: [...ownPortIds, ...portIds],
    requests: 0,
    now() {
      const now = secondsNow();
      if (now !== second) {
        second = now;
        text = formatTime(now);
      }
      return text;
    },
    random,
  };
}

/** Formats seconds since 1970 as in Table 5. */
export function formatTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function mapping(client_port: number, server_port: number): Mapping {
  return { client_port, server_port, protocol: 'TCP' };
}

function initial(uuid: () => string, own: Pick<State, 'service_name' | 'description' | 'ports'>): State {
  return {
    ...own,
    approval_enabled: false,
    port_id: uuid(),
    vip_port_id: '',
    status: 'available',
    created_at: '2022-04-14T09:35:47Z',
    updated_at: '2022-04-15T10:00:00Z',
    vpc_id: uuid(),
    pool_id: uuid(),
    server_type: 'VM',
    service_type: 'interface',
    cidr_type: 'internal',
    tcp_proxy: 'close',
    tags: [
      { key: 'environment', value: 'test' },
      { key: 'note', value: '' },
    ],
  };
}

/** Returns a generator of uniform numbers from 0 to below 1. */
function mulberry32(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
