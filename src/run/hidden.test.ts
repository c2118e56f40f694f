import { describe, expect, it } from 'vitest';
import { failedOf, judge, mock, targetOf } from '../run.fixture.js';
import { causesOf } from '../report/causes/causes-of.js';

/** Other rejections, which would show the same. */
const skip = [
  '{headers,path,methods,port-list,robustness}/*',
  'request-body/{ports,port_id,description,vip_port_id}/*',
];
const only = ['effect/atomic', 'errors/envelope/unlisted', 'request-body/service_name/maxLength/one-over'];

describe('rejections with a wrong status', () => {
  it('hide neither what they stored nor the form of their errors', async () => {
    const target = await mock({ faults: ['wrong-value-422-bare', 'rejected-valid-half-stored'] });
    const report = await judge(targetOf(target), { only, skip, effort: 'quick' });
    expect(failedOf(report).sort()).toEqual([...only].sort());
    expect(causesOf(report).map(({ id, says }) => `${id}: ${says}`)).toEqual([
      'status/422-for-400: Rejections are 422; the document knows 400 (request-body/service_name/maxLength/one-over), and the error envelope with it',
      'effect/refused: A request that is refused changes the service: ports',
    ]);
  });

  it('are accused of nothing else if nothing else is wrong', async () => {
    const target = await mock({ faults: ['wrong-value-422'] });
    const report = await judge(targetOf(target), { only, skip, effort: 'quick' });
    expect(failedOf(report)).toEqual(['request-body/service_name/maxLength/one-over']);
    const judged = report.requirements.filter(({ verdict }) => verdict.kind === 'passed').map(({ id }) => id);
    expect(judged.sort()).toEqual(['effect/atomic', 'errors/envelope/unlisted']);
  });
});
