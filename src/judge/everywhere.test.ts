import { describe, expect, it } from 'vitest';
import { isObject } from '../shared/json.js';
import { everywhere } from './everywhere.js';
import { IDS, dealt, testCase, refusal, stage } from './target.fixture.js';

const [first] = dealt(testCase({ description: 'Everywhere' }, { shape: 'everywhere' }));
if (first === undefined) throw new Error('there is one case');
const [, SECOND] = IDS;

describe('the same update to several services at once (R18)', () => {
  it('is obeyed by each', async () => {
    const made = await stage();
    await everywhere([made.sessions[0], made.sessions[1]], first);
    expect(made.target.log).toHaveLength(6);
    expect(made.ledger.of('r')).toMatchObject({ judged: 2, failed: 0 });
  });

  it('accuses a service that answers it and keeps what it had', async () => {
    const made = await stage();
    made.target.answer = ({ serviceId, body }, serve) =>
      serviceId === SECOND && isObject(body) && body['description'] === 'Everywhere'
        ? { status: 200, value: made.target.state(SECOND) }
        : serve();
    await everywhere([made.sessions[0], made.sessions[1]], first);
    const { failed, breaches } = made.ledger.of('r');
    expect(failed).toBe(1);
    expect(breaches[0]).toMatchObject({ purpose: { serviceId: SECOND }, findings: [{ pointer: '/description' }] });
    expect(breaches[0]?.exchanges.map(({ request }) => request.path.includes(SECOND))).toEqual([false, true]);
  });

  it('proves nothing if one does not accept its baseline', async () => {
    const made = await stage();
    made.target.answer = ({ method }, serve) => (method === 'PUT' ? refusal(400, 'EndPoint.0002') : serve());
    await everywhere([made.sessions[0], made.sessions[1]], first);
    expect([...made.ledger.of('r').unjudged.values()]).toEqual(['the initial state was not accepted']);
  });
});
