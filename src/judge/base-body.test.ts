import { expect, it } from 'vitest';
import type { Purpose } from './purpose.js';
import type { JsonObject } from '../shared/json.js';
import { refusal, baseline, stage } from './target.fixture.js';

const put = (body: JsonObject): string => JSON.stringify(body);

const requirement = 'request-body/base-bodies';
const purpose: Purpose = { order: 1, testCase: null, serviceId: 's' };

it('accuses a legal body that is refused for good, once, while the control is accepted (R34)', async () => {
  const made = await stage();
  const [session] = made.sessions;
  made.target.answer = ({ body }, serve) =>
    put(body as JsonObject) === put(baseline) ? refusal(400, 'EndPoint.0002') : serve();
  await session.put(baseline, purpose);
  await session.put(baseline, purpose);
  const { failed, breaches } = made.ledger.of(requirement);
  expect(failed).toBe(1);
  expect(breaches[0]?.findings).toEqual([{ requirement, expected: '200', received: '400, also when sent again' }]);
});

it('accuses nobody if the body is accepted the second time, or the control is refused too', async () => {
  const made = await stage();
  const [session] = made.sessions;
  let refused = 0;
  made.target.answer = ({ body }, serve) =>
    put(body as JsonObject) === put(baseline) && refused++ === 0 ? refusal(400, 'EndPoint.0002') : serve();
  await session.put(baseline, purpose);
  made.target.answer = () => refusal(400, 'EndPoint.0002');
  await session.put({ description: 'x' }, purpose);
  expect(made.ledger.of(requirement)).toMatchObject({ failed: 0, judged: 0 });
  made.target.answer = (_, serve) => serve();
  await session.put(baseline, purpose);
  expect(made.ledger.of(requirement)).toMatchObject({ failed: 0, judged: 1 });
});
