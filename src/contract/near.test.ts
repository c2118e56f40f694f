import { describe, expect, it } from 'vitest';
import { contract } from '../engine.js';
import { fillCredential } from '../judge/wire.js';
import { sentBy, contextWith, textOf } from './context.fixture.js';
import { everyNearMissOf, nearPath, underEncoded } from './near.js';
import { casesOf } from './cases-of.js';
import type { Requirement } from './requirement.js';
import { body } from './sent.js';
import { refuses } from './then.js';

const ids = {
  projectId: '6e9dfd51d1124e8d8498dce894923a0d',
  serviceId: '4189d3c2-8882-4871-a3c2-d380272eed88',
};
const rule = { id: 'exact', says: 'The id is given to the last character', clause: { table: 1 } };

function requirementsOf(name: string, place: 'path' | 'header'): readonly Requirement[] {
  const family = everyNearMissOf(name, { kinds: ['other'], basis: 'documented', then: refuses(400) });
  const holds = place === 'header' ? null : name === 'project_id' ? 'project' : 'service';
  const parameters = [{ name, holds, value: null, rules: [rule] }];
  return family.unfold('chapter', { operation: { ...contract().operation, parameters } } as unknown as Parameters<
    typeof family.unfold
  >[1]);
}

const filled = (path: string): string => nearPath(path, { project_id: ids.projectId, service_id: ids.serviceId });

const pathsOf = (requirement: Requirement | undefined, known: readonly string[] = []): string[] =>
  requirement === undefined
    ? []
    : casesOf(requirement, contextWith({ ...ids, knownIds: new Set(known) })).flatMap((made) =>
        made === null ? [] : [filled(made.path).split('/').at(-1) ?? ''],
      );

describe('near misses of a parameter', () => {
  it('take its place in the path, percent-encoded if necessary', () => {
    const [dotted] = requirementsOf('vpc_endpoint_service_id', 'path').filter(({ id }) => id.endsWith('/dotted'));
    expect(pathsOf(dotted)).toEqual(['.', '.json', '.v1'].map((tail) => ids.serviceId + tail));
    const [quoted] = requirementsOf('vpc_endpoint_service_id', 'path').filter(({ id }) => id.endsWith('/quoted'));
    expect(pathsOf(quoted)).toContain(`%22${ids.serviceId}%22`);
  });

  it('name no other known service', () => {
    const [last] = requirementsOf('vpc_endpoint_service_id', 'path').filter(({ id }) => id.endsWith('/changed-last'));
    const other = '4189d3c2-8882-4871-a3c2-d380272eed89';
    expect(pathsOf(last)).toEqual([other]);
    expect(pathsOf(last, [other])).toEqual([]);
  });

  it('change nothing if they may be the id of an unknown service', () => {
    for (const requirement of requirementsOf('vpc_endpoint_service_id', 'path')) {
      for (const made of casesOf(requirement, contextWith(ids))) {
        const isId = /\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(filled(made?.path ?? ''));
        if (made !== null) expect(textOf(made) === '{}', requirement.id).toBe(isId);
      }
    }
  });

  it('of the token are filled in at the last moment, and are never the token', () => {
    const token = 'MIIDkgYJKoZIhvcNAQcCoIIDgzCCA38CAQExDTALBglghkgB';
    const address = { token, foreignToken: null, signs: null };
    const values = requirementsOf('X-Auth-Token', 'header').flatMap((requirement) =>
      casesOf(requirement, contextWith(ids)).map(
        (made) => made?.headers.find(([name]) => name === 'X-Auth-Token')?.[1] ?? '',
      ),
    );
    expect(values.length).toBeGreaterThan(40);
    for (const value of values) {
      const filled = fillCredential(value, address);
      expect(filled, value).not.toBe(token);
      expect(filled, value).toMatch(/^[!-~\u0080-\u00ff](?:[ -~\u0080-\u00ff]*[!-~\u0080-\u00ff])?$/);
    }
  });

  it('of a parameter that the operation lacks are an error', () => {
    expect(() =>
      sentBy(
        underEncoded('X-Auth-Token', 1, () => []),
        contextWith({}),
      ),
    ).toThrow('no place for X-Auth-Token');
    const family = everyNearMissOf('nobody', { kinds: ['other'], basis: 'documented', then: refuses(400) });
    const source = { operation: { parameters: [] } } as unknown as Parameters<typeof family.unfold>[1];
    expect(() => family.unfold('chapter', source)).toThrow('no parameter nobody');
  });

  it('expand for each parameter of the document', () => {
    const names = ['path/project_id/exact/', 'path/vpc_endpoint_service_id/exact/', 'headers/X-Auth-Token/exact/'];
    for (const name of names)
      expect(contract().requirements.filter(({ id }) => id.startsWith(name)).length, name).toBeGreaterThan(20);
  });
});

describe('an encoded parameter', () => {
  it('reads as it was after being decoded as often as it was encoded', () => {
    for (const times of [1, 2] as const) {
      const cases = sentBy(underEncoded('vpc_endpoint_service_id', times, body({})), contextWith(ids));
      expect(cases).toHaveLength(4);
      for (const path of cases.map((one) => filled(one.path))) {
        expect(path.endsWith(`/${ids.serviceId}`)).toBe(false);
        const once = decodeURIComponent(path);
        expect(times === 1 ? once : decodeURIComponent(once)).toContain(ids.serviceId);
      }
    }
  });
});
