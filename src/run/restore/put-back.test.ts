import { describe, expect, it } from 'vitest';
import { foundState, IDS, refusal, stage, type Stage } from '../../judge/target.fixture.js';
import type { RestoreReport } from '../../report/report.js';
import { proveAll } from './put-back.js';

/** What the last proof says of the services of a stage that were put back. */
async function proved({ sessions }: Stage): Promise<readonly RestoreReport[]> {
  const kept = sessions.map((session) => ({ session, state: foundState(session.service.id), changeable: true }));
  const reports = new Map<string, RestoreReport>(
    IDS.map((serviceId) => [serviceId, { serviceId, outcome: 'restored', details: [] }]),
  );
  await proveAll(kept, reports, () => Promise.resolve(null));
  return [...reports.values()];
}

describe('the last proof that services were put back', () => {
  it('blames no other service if one cannot be read', async () => {
    const made = await stage();
    // Only the proof reads one after the other: all attempts at reading the other one fail then.
    let failing = 0;
    made.target.answer = ({ method, serviceId }, serve) => {
      if (method !== 'GET') return serve();
      failing = serviceId === IDS[0] ? 6 : failing - 1;
      return serviceId === IDS[1] && failing >= 0 ? refusal(500, 'EndPoint.0001') : serve();
    };
    expect(await proved(made)).toEqual([
      { serviceId: IDS[0], outcome: 'restored', details: [] },
      {
        serviceId: IDS[1],
        outcome: 'failed',
        details: ['it was put back, but could not be read once more to prove it'],
      },
    ]);
  });

  it('says why nothing can be read', async () => {
    const made = await stage();
    made.target.answer = () => refusal(407, 'Proxy');
    const [first] = await proved(made);
    expect(first?.details[0]).toMatch(
      /^it was put back, but could not be read once more to prove it: the proxy requires credentials \(407\)/,
    );
  });

  it('names the change if another service was put back', async () => {
    const made = await stage();
    made.target.answer = ({ method, serviceId }, serve) => {
      const reply = serve();
      if (method === 'PUT') made.target.write({ description: 'Changed' }, IDS[serviceId === IDS[0] ? 1 : 0]);
      return reply;
    };
    made.target.write({ description: 'Changed' });
    const all = await proved(made);
    expect(all.flatMap(({ details }) => details)).toContain(
      'it was put back, and changed when another service was put back',
    );
  });
});
