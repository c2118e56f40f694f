import { describe, expect, it } from 'vitest';
import { chapters } from '../../suites/index.js';
import type { Json } from '../shared/json.js';
import type { Report } from '../report/report.js';
import { configOf, failedOf, mock, targetOf } from '../run.fixture.js';
import { runSuite } from '../run.js';
import { createSuite } from '../run/suite/create-suite.js';
import type { Schema } from '../spec/schema.js';
import { documentWith, stated } from './document.fixture.js';
import { withFurther, type Further, type Defect } from './further-members.fixture.js';

const keywords: Readonly<Record<string, Schema>> = {
  label: { type: 'string', minLength: 1, maxLength: 20 },
  weight: { type: 'integer', minimum: 0, maximum: 255 },
  logged: { type: 'boolean' },
  zones: { type: 'array', maxItems: 4, items: { ...stated, type: 'string', minLength: 1, maxLength: 8 } },
};

/** A copy of the document in which an update sets four more members, which the reply shows. */
const document = documentWith(({ request, reply }) => {
  for (const [name, schema] of Object.entries(keywords)) {
    request.properties[name] = { ...stated, ...schema };
    reply.properties[name] = { ...stated, ...schema };
  }
  request.properties['logged'] = { ...stated, type: 'boolean', default: false, 'x-omitted': 'kept' };
});

const within = (value: Json, least: number, most: number): boolean =>
  typeof value === 'string' && [...value].length >= least && [...value].length <= most;
const isZones = (value: Json, most: number): boolean =>
  Array.isArray(value) && value.length <= most && value.every((one: Json) => within(one, 1, 8));

const members: Readonly<Record<string, Further>> = {
  label: {
    initial: 'As found',
    cleared: 'None',
    accepts: (value) => within(value, 1, 20),
    acceptsTooMuch: (value) => within(value, 1, 21),
    acceptsWrongType: (value) => typeof value === 'number',
  },
  weight: {
    initial: 10,
    cleared: 0,
    accepts: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255,
    acceptsTooMuch: (value) => value === 256,
    acceptsWrongType: (value) => typeof value === 'string' && /^\d+$/.test(value),
  },
  logged: {
    initial: true,
    cleared: false,
    accepts: (value) => typeof value === 'boolean',
    acceptsTooMuch: () => false,
    acceptsWrongType: (value) => value === 'true',
  },
  zones: {
    initial: ['as', 'found'],
    cleared: [],
    accepts: (value) => isZones(value, 4),
    acceptsTooMuch: (value) => isZones(value, 5),
    acceptsWrongType: (value) => typeof value === 'string',
  },
};
const names = Object.keys(members);

const effects = names.map((name) => `effect/*/${name}`);
const inputs = names.map((name) => `request-body/${name}`);
const replies = names.map((name) => `reply/${name}`);

const suite = createSuite(chapters, document);

/** The other requirements that show effects; one is enough. */
const otherCarriers = [
  'request-body/drawn',
  ...suite.requirements
    .filter(({ id, judged: { by } }) => id.startsWith('effect/') && by === 'cases')
    .map(({ id }) => id),
];

/** Judges a service that stores the members, or does one thing wrong with each of them. */
async function judged(wrong: Defect | null, only: readonly string[]): Promise<Report> {
  const behind = await mock({ services: 1, sibling: false });
  const target = { ...targetOf(behind), url: await withFurther(behind, members, wrong) };
  // A signature would not match the bytes that the mock behind receives instead.
  const { keys: _keys, ...byToken } = target;
  const config = await configOf(byToken, { only: [...only], skip: otherCarriers });
  return runSuite(config, suite, {
    signal: new AbortController().signal,
    progress: () => undefined,
  });
}

describe('members that exist only in the document', () => {
  it('are judged like the original ones, and a service that handles them correctly is not accused', async () => {
    const report = await judged(null, [...effects, ...inputs, ...replies]);
    expect(failedOf(report)).toEqual([]);
    const asked = report.requirements.filter(
      ({ id }) => names.includes(id.split('/')[1] ?? '') || names.includes(id.split('/')[2] ?? ''),
    );
    for (const name of names)
      for (const effect of ['echo', 'persist', 'kept'])
        expect(asked.map(({ id }) => id)).toContain(`effect/${effect}/${name}`);
    expect(asked.filter(({ verdict }) => verdict.kind !== 'passed').map(({ id, verdict }) => [id, verdict])).toEqual(
      [],
    );
    expect(report.restore.map(({ outcome }) => outcome)).toEqual(['restored']);
  });

  it.each<[Defect, readonly string[], readonly string[]]>([
    ['not-echoed', effects, names.map((name) => `effect/echo/${name}`)],
    ['not-stored', effects, names.map((name) => `effect/persist/${name}`)],
    ['cleared', effects, names.map((name) => `effect/kept/${name}`)],
    ['wrong-type', inputs, names.map((name) => `request-body/${name}/type/`)],
    [
      'bound',
      inputs,
      ['request-body/label/maxLength/', 'request-body/weight/maximum/', 'request-body/zones/maxItems/'],
    ],
  ])('%s is found for each member', async (wrong, only, breached) => {
    const failed = failedOf(await judged(wrong, only));
    expect(breached.filter((id) => !failed.some((one) => one.startsWith(id)))).toEqual([]);
  });
});
