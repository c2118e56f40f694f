import { describe, expect, it } from 'vitest';
import { SentValues } from './sent-values.js';
import { documentedOperation } from '../operation/documented.js';

const plain = { serviceId: 'one', prefix: null };
const decorated = { serviceId: 'one', prefix: 'eu' };

describe('SentValues', () => {
  it('knows which services a value was sent to', () => {
    const sent = new SentValues(documentedOperation());
    sent.note('one', { description: 'here', approval_enabled: false }, plain);
    sent.note('two', { description: 'here' }, plain);
    sent.note('two', { description: 'there' }, plain);
    expect([...sent.sentTo('description', 'here', plain)]).toEqual(['one', 'two']);
    expect([...sent.sentTo('description', 'there', plain)]).toEqual(['two']);
    expect([...sent.sentTo('description', 'nowhere', plain)]).toEqual([]);
    expect([...sent.sentTo('service_name', 'here', plain)]).toEqual([]);
  });

  it('takes mappings as a set, in which an omitted protocol is TCP', () => {
    const sent = new SentValues(documentedOperation());
    sent.note(
      'one',
      {
        ports: [
          { client_port: 1, server_port: 2 },
          { client_port: 3, server_port: 4, protocol: 'TCP' },
        ],
      },
      plain,
    );
    const shown = [
      { protocol: 'TCP', server_port: 4, client_port: 3 },
      { client_port: 1, server_port: 2, protocol: 'TCP' },
    ];
    expect([...sent.sentTo('ports', shown, plain)]).toEqual(['one']);
    expect([...sent.sentTo('ports', shown.slice(1), plain)]).toEqual([]);
  });

  it('ignores the case of a port_id', () => {
    const sent = new SentValues(documentedOperation());
    sent.note('one', { port_id: 'ABCD-ef' }, plain);
    expect([...sent.sentTo('port_id', 'abcd-EF', plain)]).toEqual(['one']);
  });

  it('strips the decoration of a name, whatever its prefix', () => {
    const sent = new SentValues(documentedOperation());
    sent.note('one', { service_name: 'name' }, decorated);
    expect([...sent.sentTo('service_name', 'eu.name.one', decorated)]).toEqual(['one']);
    expect([...sent.sentTo('service_name', 'us.west.name.one', decorated)]).toEqual(['one']);
    expect([...sent.sentTo('service_name', 'eu.other.one', decorated)]).toEqual([]);
    expect([...sent.sentTo('service_name', 'eu.name.two', decorated)]).toEqual([]);
  });

  it.each([
    ['description', ''],
    ['description', null],
    ['description', undefined],
    ['service_name', ''],
    ['service_name', 'eu.one'],
    ['ports', []],
    ['approval_enabled', false],
    ['approval_enabled', true],
  ] as const)('explains a cleared %s, shown as %j', (name, shown) => {
    expect(new SentValues(documentedOperation()).explains(name, shown, decorated)).toBe(true);
  });

  it.each([
    ['description', 'x'],
    ['service_name', 'eu.x.one'],
    ['ports', [{ client_port: 1, server_port: 2 }]],
    ['port_id', 'abcd'],
  ] as const)('does not explain a %s that was never sent', (name, shown) => {
    expect(new SentValues(documentedOperation()).explains(name, shown, decorated)).toBe(false);
  });
});
