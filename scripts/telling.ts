import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { contract, engine } from '../src/engine.js';
import type { Context } from '../src/contract/context.js';
import { judgeSubject } from '../src/cli/matrix/judge-subject.js';
import { killMatrix, type MatrixRow } from '../src/cli/matrix/kill-matrix.js';
import { isCaught, subjects } from '../src/cli/matrix/subject.js';
import { contextOf } from '../src/run/plan/contexts.js';
import { plan, type LanePlan, type Part } from '../src/run/plan/plan.js';
import { everyCapability } from '../src/shared/model.js';
import { runScript } from './run-script.js';

// Writes generated/telling.ts: the cases in the order of how much they find. Each fault is judged by the requirements
// that must catch it, at standard effort if quick effort misses it; or the arguments are files that `faults --matrix
// --json` printed. First come the cases that catch, for their cost, most faults that none before them catches; then, so
// that what has no fault is not left out, the first cases of further requirements, of each family in turn, up to the
// budget of quick effort.

/**
 * What the cases of quick effort may cost, in requests: a run needs the rest of its 1,000 to find and restore services.
 */
const BUDGET = 720;

/** What a case costs, in requests, including those that serve it alone. */
const COST = { batch: 1, solo: 2, 'after-a-second': 4, isolated: 7, forced: 1 } as const;

/** No requirement lists more cases. */
const MOST = 1_000;

interface Known {
  readonly requirement: string;
  readonly index: number;
  readonly cost: number;
}

/** Every case that quick effort can send, by its id. */
function casesOf(): ReadonlyMap<string, Known> {
  const suite = contract();
  const capabilities = new Set(everyCapability);
  const ids = ['3f1c9d2e-0000-4000-8000-000000000000', '3f1c9d2e-0000-4000-8000-000000000001'];
  const contexts = ids.map((serviceId, lane): Context =>
    contextOf(suite, { effort: 'quick', cases: null, seed: 1, readings: 'document' }, capabilities, {
      serviceId,
      knownIds: new Set(ids),
      projectId: '6e9dfd51d1124e8d8498dce894923a0d',
      lane,
      lanes: ids.length,
      state: { port_id: `00000000-0000-4000-8000-00000000010${lane}` },
      portIds: [`00000000-0000-4000-8000-00000000020${lane}`],
      takenPorts: new Set(),
      siblingPairs: lane === 0 ? [{ client_port: 8_443, server_port: 8_443, protocol: 'TCP' }] : [],
    }),
  );
  const sent = new Set(suite.requirements.map(({ id }) => id));
  const all = new Set(Array.from({ length: MOST }, (_, n) => n));
  const chosen = { sent, cases: new Map([...sent].map((id) => [id, all])) };
  const known = new Map<string, Known>();
  const take = (kind: keyof typeof COST, cases: Part['solos']): void => {
    for (const { testCase } of cases)
      known.set(`${testCase.requirement}#${testCase.index}`, { ...testCase, cost: COST[kind] });
  };
  for (const lane of plan(suite.requirements, chosen, contexts, capabilities)) takeAll(lane, take);
  return known;
}

function takeAll(
  { parts, afterASecond, isolated, forced }: LanePlan<Iterable<Part>>,
  take: (kind: keyof typeof COST, cases: Part['solos']) => void,
): void {
  for (const { batches, solos } of parts) {
    take('batch', batches.flat());
    take('solo', solos);
  }
  take('after-a-second', afterASecond);
  take('isolated', isolated);
  take('forced', forced);
}

/** For each case, the faults that it catches alone where they must be caught. */
function catchesOf(rows: readonly MatrixRow[], cases: ReadonlyMap<string, Known>): Map<string, Set<string>> {
  const catches = new Map<string, Set<string>>();
  for (const row of rows) {
    if (row.kind !== 'fault' || row.caughtBy.length > 1) continue;
    for (const { requirement, case: id } of row.runs.flatMap(({ failures }) => failures)) {
      if (!cases.has(id) || !isCaught(row, [requirement])) continue;
      const caught = catches.get(id) ?? new Set();
      catches.set(id, caught.add(row.id));
    }
  }
  return catches;
}

/** The cases that, for their cost, catch most of what none before them catches. */
function mostTelling(catches: Map<string, Set<string>>, cases: ReadonlyMap<string, Known>): string[] {
  const order: string[] = [];
  const left = new Map([...catches].map(([id, faults]) => [id, new Set(faults)]));
  for (;;) {
    const worth = (id: string): number => (left.get(id)?.size ?? 0) / (cases.get(id)?.cost ?? 1);
    const best = [...left.keys()].reduce<string | null>(
      (known, id) => (worth(id) > (known === null ? 0 : worth(known)) ? id : known),
      null,
    );
    if (best === null) return order;
    order.push(best);
    const caught = [...(left.get(best) ?? [])];
    for (const faults of left.values()) for (const fault of caught) faults.delete(fault);
  }
}

/** The first cases of the requirements that have none yet, of each family in turn, as long as the budget lasts. */
function inBreadth(taken: readonly string[], cases: ReadonlyMap<string, Known>): string[] {
  let spent = taken.reduce((sum, id) => sum + (cases.get(id)?.cost ?? 0), 0);
  const named = new Set(taken.map((id) => cases.get(id)?.requirement));
  const firsts = [...cases].filter(([, { requirement, index }]) => index === 0 && !named.has(requirement));
  const families = new Map<string, typeof firsts>();
  for (const one of firsts) {
    const [, { requirement, cost }] = one;
    const family = `${cost} ${requirement.split('/').slice(0, 3).join('/')}`;
    families.set(family, [...(families.get(family) ?? []), one]);
  }
  const order: string[] = [];
  for (let turn = 0; [...families.values()].some((family) => family.length > turn); turn += 1) {
    for (const family of [...families.values()].sort((a, b) => (a[0]?.[1].cost ?? 0) - (b[0]?.[1].cost ?? 0))) {
      const [id, known] = family[turn] ?? [];
      if (id === undefined || known === undefined || spent + known.cost > BUDGET) continue;
      spent += known.cost;
      order.push(id);
    }
  }
  return order;
}

/** Several runs share a core well if faults make them wait. */
const WIDTH = 4;

/** Judges each fault only by the requirements that it names. */
function judgedByName(): Promise<readonly MatrixRow[]> {
  const { signal } = new AbortController();
  return killMatrix(
    subjects().filter(({ kind }) => kind === 'fault'),
    {
      effort: 'quick',
      seeds: [1],
      width: WIDTH,
      signal,
      judge: async (task) => {
        const only = task.subject.caughtBy;
        const quick = await judgeSubject(engine, { ...task, only }, signal);
        if (isCaught(task.subject, quick.failed)) return quick;
        return judgeSubject(engine, { ...task, only, effort: 'standard' }, signal);
      },
      onRow: ({ id, right }, done) => console.error(`${done} ${right ? 'caught' : 'MISSED'} ${id}`),
    },
  );
}

function rowsOf(file: string): readonly MatrixRow[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly rows: readonly MatrixRow[] }).rows;
}

await runScript(async (files) => {
  const rows = files.length === 0 ? await judgedByName() : files.flatMap(rowsOf);
  const cases = casesOf();
  const first = mostTelling(catchesOf(rows, cases), cases);
  const order = [...first, ...inBreadth(first, cases)];
  const byRequirement = new Map<string, number[]>();
  for (const id of order) {
    const { requirement, index } = cases.get(id) ?? {};
    if (requirement === undefined || index === undefined) continue;
    byRequirement.set(
      requirement,
      [...(byRequirement.get(requirement) ?? []), index].sort((a, b) => a - b),
    );
  }
  const others = new Set(
    [...cases.values()].map(({ requirement }) => requirement).filter((id) => !byRequirement.has(id)),
  );
  const told = [
    ...[...byRequirement].map(([requirement, indices]) => [requirement, ...indices]),
    ...[...others].map((requirement) => [requirement]),
  ];
  const text = `import type { Telling } from '../src/contract/telling.js';

// Made from the kill matrix by \`npm run telling\`.

/**
 * The cases that find most of what none before them finds, then the first ones of further requirements; the others come
 * last.
 */
export const telling: Telling = ${JSON.stringify(told)};
`;
  writeFileSync(
    'generated/telling.ts',
    await format(text, { parser: 'typescript', singleQuote: true, printWidth: 120 }),
  );
  const faults = rows.filter(({ kind }) => kind === 'fault');
  console.log(
    `${order.length} cases of ${byRequirement.size} requirements; ${first.length} of them catch a fault of ${faults.length}`,
  );
  return 0;
});
