import { expect, it } from 'vitest';
import type { JsonObject } from '../shared/json.js';
import { solo } from './solo.js';
import { at, testCase, refusal, stage, type Stage } from './target.fixture.js';

const mapping = (port: number): JsonObject => ({ client_port: port, server_port: port, protocol: 'TCP' });
const list = [mapping(40_001), mapping(40_002)];

/** A service that refuses the list with 409 while `refuses` returns true. */
async function contested(refuses: (made: Stage) => boolean): Promise<Stage> {
  const made = await stage();
  await made.sessions[0].put({ ports: [mapping(40_001)] }, { order: 0, testCase: null, serviceId: 's' });
  made.target.answer = ({ method, body }, serve) =>
    method === 'PUT' && JSON.stringify(body) === JSON.stringify({ ports: list }) && refuses(made)
      ? refusal(409, 'EndPoint.3044')
      : serve();
  await solo(made.sessions[0], at(testCase({ ports: list }), 3));
  return made;
}

const holds = ({ target }: Stage): boolean => (target.state()['ports'] as unknown[]).length > 0;

it('accuses a service whose own mappings are in the way of a list (R14)', async () => {
  const { ledger } = await contested(holds);
  const { failed, breaches } = ledger.of('r');
  expect(failed).toBe(1);
  expect(breaches[0]?.findings[0]?.received).toBe("409 alongside the service's own mappings, 200 after an empty list");
});

it('leaves unjudged what another service may own: it is refused even after an empty list', async () => {
  const { ledger } = await contested(() => true);
  expect(ledger.of('r').failed).toBe(0);
  expect([...ledger.of('r').unjudged.values()]).toEqual(['another service may own the port pair']);
});

it('leaves unjudged what was in the way only once', async () => {
  let times = 0;
  const { ledger } = await contested(() => times++ === 0);
  expect(ledger.of('r').failed).toBe(0);
});
