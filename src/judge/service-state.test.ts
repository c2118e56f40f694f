import { describe, expect, it } from 'vitest';
import { settlingTime } from '../checks/times.js';
import type { JsonObject } from '../shared/json.js';
import { found, initial, judge, OTHER_PORT } from './found-service.fixture.js';
import { SentValues } from './sent-values.js';
import { Service } from './service.js';
import { documentedOperation } from '../operation/documented.js';

const mapping = (port: number) => ({ client_port: port, server_port: port, protocol: 'TCP' });

describe('Service, on reads', () => {
  const departures = (service: Service, shown: JsonObject): string[] =>
    service.readMismatches({ ...initial, ...shown }).map(({ name }) => name);

  it('compares a read with the last reply', () => {
    const service = found();
    judge(service, { description: 'x' }, { description: 'x' });
    expect(departures(service, { description: 'x' })).toEqual([]);
    expect(departures(service, {})).toEqual(['description']);
    expect(departures(service, { description: 'x', service_name: 'y' })).toEqual(['service_name']);
  });

  it('blames persistence for what was given and the kept value for what was not', () => {
    const service = found();
    judge(service, { description: 'x' }, { description: 'x' });
    const read = service.readMismatches({ ...initial, ports: [] });
    expect(service.readFindings(read, new Set(['description'])).map(({ requirement }) => requirement)).toEqual([
      'effect/kept/ports',
      'effect/persist/description',
    ]);
  });

  it('takes what a read shows as the state from then on', () => {
    const service = found();
    service.adoptRead({ ...initial, description: 'read' });
    expect(departures(service, { description: 'read' })).toEqual([]);
  });

  it('knows a value that was sent to another service (R18)', () => {
    const sent = new SentValues(documentedOperation());
    const [one, two] = [found(sent), new Service('two', sent, settlingTime())];
    two.found({ ...initial, description: 'Of two' });
    judge(two, { description: 'for two' }, { description: 'for two' });
    judge(one, { description: 'for one' }, { description: 'for one' });
    expect(judge(one, {}, { description: 'for two' }).breached).toEqual(['effect/isolation']);
    const read = two.readMismatches({ ...initial, description: 'for one' });
    expect(two.readFindings(read, new Set()).map(({ requirement }) => requirement)).toEqual(['effect/isolation']);
  });

  it.each<[what: string, sent: JsonObject, shown: JsonObject]>([
    ['spaces that were collapsed', { description: '   ' }, { description: ' ' }],
    ['a text that was cut', { description: 'one long text' }, { description: 'one' }],
    ['a list that was cut', { ports: [mapping(7_001), mapping(7_002)] }, { ports: [mapping(7_002)] }],
  ])('blames the service itself for %s, though another service was sent the same', (_what, wanted, shown) => {
    const sent = new SentValues(documentedOperation());
    const [one, two] = [found(sent), new Service('two', sent, settlingTime())];
    two.sending([shown]);
    const [name] = Object.keys(wanted);
    expect(judge(one, wanted, { ...wanted, ...shown }).breached).toEqual([`effect/echo/${String(name)}`]);
  });

  it('does not tell services apart by a value that both were sent', () => {
    const sent = new SentValues(documentedOperation());
    const [one, two] = [found(sent), new Service('two', sent, settlingTime())];
    two.sending([{ description: 'same' }]);
    judge(one, { description: 'same' }, { description: 'same' });
    judge(one, { description: 'next' }, { description: 'next' });
    expect(judge(one, {}, { description: 'same' }).breached).toEqual(['effect/kept/description']);
  });

  it('explains values that were sent, found or cleared, and no others', () => {
    const service = found();
    service.sending([{ description: 'sent' }]);
    const departs = (shown: string) => [{ name: 'description' as const, expected: [], shown }];
    expect(['sent', 'As found', '', 'never sent'].map((shown) => service.explains(departs(shown)))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(service.explainsShown('description', 'sent')).toBe(true);
    expect(service.explainsShown('description', 'never sent')).toBe(false);
    expect(service.explainsShown('vpc_id', 'vpc')).toBe(false);
  });
});

describe('Service, before anything is known of it', () => {
  it('has no departures until a read shows what it holds', () => {
    const service = new Service('new', new SentValues(documentedOperation()), settlingTime());
    expect(service.readMismatches(initial)).toEqual([]);
    service.adoptRead({ ...initial, description: 'read' });
    expect(service.readMismatches({ ...initial, description: 'read' })).toEqual([]);
    expect(service.readMismatches(initial).map(({ name }) => name)).toEqual(['description']);
  });

  it('may hold whatever it shows after updates that it did not answer, or should not have accepted', () => {
    const service = new Service('new', new SentValues(documentedOperation()), settlingTime());
    service.unanswered([{ description: 'unanswered' }], null);
    service.surprised({ ...initial, description: 'surprise' });
    expect(service.readMismatches(initial)).toEqual([]);
    expect(service.stragglerUntil).toBe(0);
  });
});

describe('Service, on reads of values that may come back in another form', () => {
  it('takes a port_id in another case for the same', () => {
    const service = found();
    judge(service, { port_id: OTHER_PORT.toUpperCase() }, { port_id: OTHER_PORT.toUpperCase() });
    expect(service.readMismatches({ ...initial, port_id: OTHER_PORT })).toEqual([]);
  });

  it('does not take an approval_enabled that was also sent elsewhere for a leak', () => {
    const sent = new SentValues(documentedOperation());
    const one = found(sent);
    new Service('two', sent, settlingTime()).sending([{ approval_enabled: true }]);
    judge(one, { approval_enabled: false }, { approval_enabled: false });
    const read = one.readMismatches({ ...initial, approval_enabled: true });
    expect(one.readFindings(read, new Set(['approval_enabled'])).map(({ requirement }) => requirement)).toEqual([
      'effect/persist/approval_enabled',
    ]);
  });
});

describe('Service, after a write that got no answer', () => {
  const body = { description: 'unanswered' };

  it('lets the old and the new state conform', () => {
    for (const [shown, want] of [
      ['As found', []],
      ['unanswered', []],
      ['else', ['description']],
    ] as const) {
      const service = found();
      service.sending([body]);
      service.unanswered([body], null);
      expect(service.readMismatches({ ...initial, description: shown }).map(({ name }) => name)).toEqual(want);
    }
  });

  it('knows the state again after the next 200', () => {
    const service = found();
    service.unanswered([body], null);
    judge(service, { description: 'next' }, { description: 'next' });
    expect(judge(service, {}, { description: 'unanswered' }).breached).toEqual(['effect/kept/description']);
  });

  it('lets it take effect late while it may still arrive', () => {
    const service = found();
    service.sending([body]);
    service.unanswered([body], performance.now() + 600_000);
    expect(service.stragglerUntil).toBeGreaterThan(performance.now());
    judge(service, { description: 'next' }, { description: 'next' });
    expect(service.readMismatches({ ...initial, description: 'unanswered' })).toEqual([]);
    expect(judge(service, { service_name: 'n' }, { service_name: 'n', description: 'unanswered' }).breached).toEqual(
      [],
    );
  });

  it('no longer lets it take effect once its time is over', () => {
    const service = found();
    service.sending([body]);
    service.unanswered([body], 30);
    judge(service, { description: 'next' }, { description: 'next' }, { at: 20 });
    // It may have arrived between the two requests.
    expect(judge(service, {}, { description: 'unanswered' }, { at: 40 }).breached).toEqual([]);
    judge(service, { description: 'next' }, { description: 'next' }, { at: 60 });
    expect(judge(service, {}, { description: 'unanswered' }, { at: 80 }).breached).toEqual(['effect/kept/description']);
  });

  it('takes whatever it shows next as its state after unknown updates', () => {
    const service = found();
    judge(service, { description: 'x' }, { description: 'x' });
    service.forget();
    expect(judge(service, { service_name: 'n' }, { service_name: 'n', description: 'y' }).breached).toEqual([]);
    expect(judge(service, {}, { description: 'x' }).breached).toEqual([
      'effect/kept/service_name',
      'effect/kept/description',
    ]);
  });

  it('lets what the service shows after a wrongly accepted update conform', () => {
    const service = found();
    service.surprised({ ...initial, description: 'surprise' });
    expect(service.readMismatches({ ...initial, description: 'surprise' })).toEqual([]);
    expect(service.readMismatches(initial)).toEqual([]);
    expect(service.last).toBeNull();
  });
});
