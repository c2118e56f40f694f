/** What a killed run leaves behind, and services that are hard to put back. */
import { expect } from 'vitest';
import type { JsonObject } from '../shared/json.js';
import type { MockServer, VariantId } from '../mock/index.js';
import { folder, held, mock, server } from '../run.fixture.js';
import { keepBackups } from './restore/backup.js';

/** A folder as a killed run leaves it, with the states at its start, and services in another state. */
export async function killed(variants: VariantId[] = [], name?: string) {
  const target = await mock({ variants });
  const update = async (id: string, body: object) => {
    const reply = await fetch(`${target.url}/v1/${target.projectId}/vpc-endpoint-services/${id}`, {
      method: 'PUT',
      headers: { 'X-Auth-Token': target.token, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(reply.status).toBe(200);
  };
  if (name !== undefined) for (const id of target.serviceIds) await update(id, { service_name: name });
  const before = held(target);
  const reportDir = await folder();
  const backups = await Promise.all(
    target.serviceIds.map(async (serviceId) => {
      const path = `/v1/${target.projectId}/vpc-endpoint-services/${serviceId}`;
      const shown = await fetch(target.url + path, { headers: { 'X-Auth-Token': target.token } });
      return {
        schemaVersion: 1 as const,
        url: target.url,
        projectId: target.projectId,
        serviceId,
        state: (await shown.json()) as JsonObject,
        namePrefix: null,
        readAt: '2024-02-29T12:00:00.000Z',
      };
    }),
  );
  await keepBackups(reportDir, backups);
  const body = { approval_enabled: false, service_name: 'left', ports: [], description: 'Left behind' };
  for (const id of target.serviceIds) await update(id, body);
  expect(held(target)).not.toEqual(before);
  return { target, before, reportDir, update };
}

/**
 * A server in front of a mock. The hooks may refuse an update, hear of each one taken, and change what a read shows.
 */
export async function before(
  target: MockServer,
  hooks: {
    /** The status with which an update is refused; null lets it through. */
    readonly refuses?: (body: JsonObject, serviceId: string) => number | null;
    readonly taken?: (serviceId: string) => Promise<void> | void;
    readonly shows?: (serviceId: string, state: JsonObject) => JsonObject;
    /** Headers of each read. */
    readonly readHeaders?: Readonly<Record<string, string>>;
  },
): Promise<string> {
  return server((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const serviceId = (request.url ?? '').split('/').at(-1) ?? '';
      const body = Buffer.concat(chunks).toString();
      const updates = request.method === 'PUT';
      const refused = updates ? (hooks.refuses?.(JSON.parse(body) as JsonObject, serviceId) ?? null) : null;
      const headers = { 'X-Auth-Token': target.token, 'Content-Type': 'application/json' };
      if (refused !== null) {
        const error = { error: { code: 'EndPoint.1111', message: 'Not this one.' } };
        response.writeHead(refused, { 'Content-Type': 'application/json' }).end(JSON.stringify(error));
        return;
      }
      const sent = { method: request.method ?? 'GET', headers, ...(updates ? { body } : {}) };
      void fetch(`${target.url}${request.url ?? ''}`, sent).then(async (reply) => {
        const shown = (await reply.json()) as JsonObject;
        if (updates) await hooks.taken?.(serviceId);
        const text = JSON.stringify(updates ? shown : (hooks.shows?.(serviceId, shown) ?? shown));
        const further = updates ? {} : hooks.readHeaders;
        response.writeHead(reply.status, { 'Content-Type': 'application/json', ...further }).end(text);
      });
    });
  });
}
