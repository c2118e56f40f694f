import { describe, expect, it } from 'vitest';
import { bodiesOf, sentBy, contextWith, textOf } from './context.fixture.js';
import { aChangeOfOneMember, afterASecond } from './after-a-second.js';
import { body } from './sent.js';

describe('changes more than a second later', () => {
  it('are sent after a pause', () => {
    expect(sentBy(afterASecond(body({ description: 'x' })))).toMatchObject([
      { shape: 'after-a-second', prepare: null },
    ]);
  });

  it('of one member exist for each member, and for each member that can be emptied, at every effort', () => {
    const names = (effort: 'quick' | 'standard' | 'thorough'): string[] =>
      bodiesOf(aChangeOfOneMember(), contextWith({ effort, seed: 3 })).map((one) => Object.keys(one).join());
    const all = ['description', 'ports', 'service_name', 'approval_enabled', 'ports', 'service_name', 'description'];
    const further = ['ports', 'vip_port_id'];
    expect(names('quick')).toEqual([...all, ...further]);
    expect(names('standard')).toEqual([...all, ...further]);
    expect(names('thorough')).toEqual([...all, ...further]);
    const ids = contextWith({ effort: 'standard', portIds: ['another', 'third'] });
    expect(bodiesOf(aChangeOfOneMember(), ids)[all.length]).toEqual({ port_id: 'another' });
  });

  it('include one that changes only some numbers of a list', () => {
    const [change] = sentBy(aChangeOfOneMember(), contextWith({ effort: 'standard' })).filter(
      ({ prepare }) => prepare !== null,
    );
    const numbers = (from: unknown, name: string): unknown[] =>
      (from as { ports: Record<string, number>[] }).ports.map((one) => one[name]).sort();
    const [was, is] = [change?.prepare, JSON.parse(change === undefined ? '' : textOf(change)) as unknown];
    expect(numbers(is, 'server_port')).toEqual(numbers(was, 'server_port'));
    expect(is).not.toEqual(was);
  });

  it('of a member that only some services show are made for each service', () => {
    const context = contextWith({ effort: 'standard', lanes: 3 });
    const seldom = bodiesOf(aChangeOfOneMember(), context).filter((one) => Object.hasOwn(one, 'vip_port_id'));
    expect(seldom).toHaveLength(3);
  });
});
