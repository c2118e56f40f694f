/** What a run would send to assumed services. */
import { createHash } from 'node:crypto';
import { contract } from '../../engine.js';
import type { DealtCase } from '../../judge/purpose.js';
import { wireRequest } from '../../judge/wire.js';
import { everyCapability, type Capability, type Effort } from '../../shared/model.js';
import { contextOf } from './contexts.js';
import { plan } from './plan.js';

/** All capabilities, so that every requirement has cases. */
const capabilities: ReadonlySet<Capability> = new Set(everyCapability);

const ids = ['3f1c9d2e-0000-4000-8000-000000000000', '3f1c9d2e-0000-4000-8000-000000000001'];
const projectId = '6e9dfd51d1124e8d8498dce894923a0d';

/** Per service and chapter, the number of requests that a seed would send, and a hash of their bytes in order. */
export function plannedBytes(seed: number, effort: Effort): string[] {
  const suite = contract();
  const contexts = ids.map((serviceId, lane) =>
    contextOf(suite, { effort, cases: null, seed, readings: 'document' }, capabilities, {
      serviceId,
      knownIds: new Set(ids),
      projectId,
      lane,
      lanes: ids.length,
      state: { port_id: `00000000-0000-4000-8000-00000000010${lane}` },
      portIds: [`00000000-0000-4000-8000-00000000020${lane}`],
      takenPorts: new Set([22, 8_081]),
      siblingPairs: lane === 0 ? [{ client_port: 8_443, server_port: 8_443, protocol: 'TCP' }] : [],
    }),
  );
  const sent = new Set(suite.requirements.map(({ id }) => id));
  return plan(suite.requirements, { sent }, contexts, capabilities).flatMap((lane, n) => {
    const context = contexts[n];
    const hashes = new Map<string, { hash: ReturnType<typeof createHash>; count: number }>();
    const take = (chapter: string, text: string): void => {
      const known = hashes.get(chapter) ?? { hash: createHash('sha256'), count: 0 };
      hashes.set(chapter, { hash: known.hash.update(text), count: known.count + 1 });
    };
    take('bases', JSON.stringify(context?.bases));
    const cases: DealtCase[] = [...lane.parts].flatMap(({ batches, solos }) => [...batches.flat(), ...solos]);
    for (const { testCase } of [...cases, ...lane.afterASecond, ...lane.isolated, ...lane.forced]) {
      const [chapter = ''] = testCase.requirement.split('/');
      const { shape, applies, rival, prepare, base, expect } = testCase;
      const { method, path, headers, body, raw } = wireRequest(testCase, address, ids[n] ?? '');
      take(
        chapter,
        JSON.stringify([testCase.requirement, testCase.index, shape, applies, rival, prepare, base, expect]),
      );
      take(chapter, JSON.stringify([method, path, headers, latin1(body), latin1(raw)]));
    }
    return [...hashes].map(
      ([chapter, { hash, count }]) =>
        `${effort} seed ${seed} service ${n} ${chapter} ${count} ${hash.digest('hex').slice(0, 16)}`,
    );
  });
}

function latin1(bytes: Uint8Array | null | undefined): string | null {
  return bytes == null ? null : Buffer.from(bytes).toString('latin1');
}

const address = {
  host: 'localhost:9999',
  basePath: '',
  operation: contract().operation,
  projectId,
  token: 'TheToken0123456789',
  foreignToken: 'TheForeignToken98765',
  signs: { accessKey: 'ACCESSKEY', securityToken: null },
  headers: [],
};
