import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serialize, type Json, type JsonObject } from '../shared/json.js';
import { schemas } from '../spec/document.js';
import { createValidator } from '../spec/validator.js';
import { lengthOf } from './code-points.js';
import { createGenerators, type Patch, type Violation } from './index.js';

const BODY = 'UpdateEndpointServiceRequestBody';
/** A rule names the item that breaks it; a keyword names the list. */
const NAMED_RULES: readonly string[] = ['distinct-mappings'];

const generators = createGenerators(schemas);
const validator = createValidator(schemas);

interface Complaint {
  readonly pointer: string;
  readonly keyword: string;
}

/** What the validator and the rules of the document report about the bytes to send. */
function complaintsOf(bytes: Uint8Array, component: string = BODY): Complaint[] {
  const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  return validator.validate(component, body).map(({ pointer, keyword }) => ({ pointer, keyword }));
}

/** The longest list, of the items that also fill up shorter ones. */
const longest = generators.boundaries(BODY).find(({ pointer, way }) => pointer === '/ports' && way === 'most')?.value
  .ports as readonly Json[];

/**
 * Base bodies: every pairwise row with drawn values of its members, a few drawn bodies, and some with the items that
 * would fill up their list.
 */
const bases: readonly JsonObject[] = [
  ...generators.pairwise(BODY).map((row, n) => {
    const drawn = fc.sample(generators.valid(BODY), { numRuns: 200, seed: n }) as unknown as readonly JsonObject[];
    const valueOf = (name: string): Json | undefined => drawn.find((body) => Object.hasOwn(body, name))?.[name];
    return Object.fromEntries(row.map((name) => [name, valueOf(name) ?? null]));
  }),
  ...(fc.sample(generators.valid(BODY), { numRuns: 7, seed: 99 }) as unknown as readonly JsonObject[]),
  { ports: longest },
  { description: 'of the items that fill up a list', ports: longest.slice(1, 4).toReversed() },
];

/** Listed patches, drawn ones, and those met while drawn ones shrink: at least 100. */
function patchesOf(violation: Violation, seed: number): readonly Patch[] {
  const shrunk = [1, 2, 3, 4, 5, 6].flatMap((n) => {
    const met: Patch[] = [];
    fc.check(
      fc.property(violation.arbitrary, (patch) => {
        met.push(patch);
        return false;
      }),
      { seed: seed + n, numRuns: 1 },
    );
    return met;
  });
  const some = [...violation.examples, ...shrunk];
  return [...some, ...fc.sample(violation.arbitrary, { numRuns: Math.max(30, 100 - some.length), seed })];
}

function placeOf(violation: Violation, patch: Patch): string {
  const indices = patch.places.map(({ index }) => index);
  return violation.pointer.replaceAll('*', () => String(indices.shift()));
}

/** What is wrong with a mislabelled case; null for a sound one. */
function mislabelled(violation: Violation, base: JsonObject, patch: Patch, component: string = BODY): string | null {
  const bytes = serialize(violation.apply(base, patch));
  const place = placeOf(violation, patch);
  const complaints = complaintsOf(bytes, component);
  const consequences = violation.keyword === 'type' ? ['enum', 'const'] : [];
  const isIntended = ({ keyword, pointer }: Complaint): boolean =>
    keyword === violation.keyword &&
    (pointer === place || (NAMED_RULES.includes(keyword) && pointer.startsWith(`${place}/`)));
  const isSound =
    complaints.some(isIntended) &&
    complaints.every((c) => isIntended(c) || (consequences.includes(c.keyword) && c.pointer === place));
  if (isSound) return null;
  const text = new TextDecoder().decode(bytes).slice(0, 300);
  return `${violation.pointer} ${violation.keyword} ${violation.way}: ${JSON.stringify(complaints.slice(0, 5))} ${JSON.stringify(patch).slice(0, 200)} ${text}`;
}

describe('good bodies', () => {
  it('keep the schema and its rules, 5,000 of them', () => {
    let bodies = 0;
    fc.assert(
      fc.property(generators.valid(BODY), (body) => {
        bodies += 1;
        expect(complaintsOf(serialize(body as unknown as JsonObject))).toEqual([]);
      }),
      { numRuns: 5_000, seed: 7 },
    );
    expect(bodies).toBe(5_000);
  });

  it('keep the schema while they shrink', () => {
    const met: unknown[] = [];
    for (let seed = 1; seed <= 40; seed += 1) {
      fc.check(
        fc.property(generators.valid(BODY), (body) => {
          met.push(body);
          return JSON.stringify(body).length < 60;
        }),
        { seed, numRuns: 30 },
      );
    }
    expect(met.length).toBeGreaterThan(1_000);
    expect(met.flatMap((body) => complaintsOf(serialize(body as JsonObject)))).toEqual([]);
  });

  it('are the same for the same seed', () => {
    const draw = (): unknown => fc.sample(createGenerators(schemas).valid(BODY), { numRuns: 50, seed: 3 });
    expect(draw()).toEqual(draw());
  });

  it('have every set of optional members, every edge of lengths, lists of no and of 200 items', () => {
    const bodies = fc.sample(generators.valid(BODY), { numRuns: 3_000, seed: 5 });
    expect(new Set(bodies.map((body) => Object.keys(body).sort().join())).size).toBe(64);
    const lengths = (texts: readonly (string | undefined)[]): Set<number> =>
      new Set(texts.flatMap((text) => (text === undefined ? [] : [lengthOf(text)])));
    const names = lengths(bodies.map((body) => body.service_name));
    const vips = lengths(bodies.map((body) => body.vip_port_id));
    const lists = new Set(bodies.flatMap((body) => (body.ports === undefined ? [] : [body.ports.length])));
    expect([0, 1, 15, 16].filter((n) => !names.has(n))).toEqual([]);
    expect([1, 2, 63, 64].filter((n) => !vips.has(n))).toEqual([]);
    expect([0, 1, 2, 199, 200].filter((n) => !lists.has(n))).toEqual([]);
    const ports = new Set(
      bodies.flatMap((body) => (body.ports ?? []).flatMap((mapping) => [mapping.client_port, mapping.server_port])),
    );
    expect([1, 2, 65_534, 65_535, undefined].filter((port) => !ports.has(port))).toEqual([]);
  });

  it('of the other schemas keep them too', () => {
    for (const name of ['PortList', 'ServiceResp', 'FailedRsp'] as const) {
      const wrong = fc
        .sample(generators.valid(name), { numRuns: 300, seed: 11 })
        .flatMap((value) => complaintsOf(serialize(value as unknown as JsonObject), name));
      expect(wrong, name).toEqual([]);
    }
  });
});

describe('boundaries', () => {
  const boundaries = generators.boundaries(BODY);

  it('keep the schema and its rules, alone and in any base', () => {
    for (const [n, boundary] of boundaries.entries()) {
      const bodies = [boundary.value, boundary.apply({}), boundary.apply(bases[n % bases.length] ?? {})];
      expect(
        bodies.flatMap((body) => complaintsOf(serialize(body))),
        `${boundary.pointer} ${boundary.way}`,
      ).toEqual([]);
    }
  });
});

describe('violations', () => {
  const violations = generators.violations(BODY);

  it('break what they say and nothing else, 100 and more of each, on every kind of base', () => {
    const wrong: string[] = [];
    let least = Infinity;
    for (const [n, violation] of violations.entries()) {
      const patches = patchesOf(violation, 1_000 + n);
      least = Math.min(least, patches.length);
      for (const [k, patch] of patches.entries()) {
        const complaint = mislabelled(violation, bases[(n + k) % bases.length] ?? {}, patch);
        if (complaint !== null) wrong.push(complaint);
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(least).toBeGreaterThanOrEqual(100);
  });

  it('break what they say in each single base, by their first example', () => {
    const wrong = violations.flatMap((violation) =>
      bases.flatMap((base) => mislabelled(violation, base, violation.examples[0] as Patch) ?? []),
    );
    expect(wrong.slice(0, 10)).toEqual([]);
  });

  it('leave the other members of the base as they are', () => {
    for (const [n, violation] of violations.entries()) {
      const member = violation.pointer.split('/')[1];
      if (member === undefined) continue;
      const base = bases[n % bases.length] ?? {};
      const body = JSON.parse(
        new TextDecoder().decode(serialize(violation.apply(base, violation.examples[0] as Patch))),
      ) as JsonObject;
      const others = (object: JsonObject): unknown => Object.entries(object).filter(([name]) => name !== member);
      expect(others(body)).toEqual(others(base));
    }
  });

  it('of the other schemas break what they say and nothing else', () => {
    for (const name of ['PortList', 'ServiceResp', 'FailedRsp'] as const) {
      const good = fc.sample(generators.valid(name), { numRuns: 5, seed: 13 }) as unknown as readonly JsonObject[];
      const wrong = generators
        .violations(name)
        .flatMap((violation) =>
          violation.examples
            .slice(0, 4)
            .flatMap((patch, k) => mislabelled(violation, good[k % good.length] ?? {}, patch, name) ?? []),
        );
      expect(wrong.slice(0, 10), name).toEqual([]);
    }
  });
});
