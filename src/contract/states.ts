import type { Violation } from '../arbitraries/index.js';
import { serialize, type Json, type JsonObject } from '../shared/json.js';
import type { Capability } from '../shared/model.js';
import { storedMember, type Operation, type RequestMember } from '../operation/operation.js';
import { loosens } from '../shared/readings.js';
import type { Context } from './context.js';
import { itemsFrom, listsOf, siblingItems } from './items.js';
import { sendableMembers } from './legal.js';
import { openBy } from './openness.js';
import { clearedOf, eachAlone, freeMembers, fullBody, leastBody, plainBody, baselineOf } from './plain.js';
import type { Sent } from './case.js';
import { must, type Family, type CaseMaker, type Requirement } from './requirement.js';
import { packed, update, updateWith } from './sent.js';
import { accepted, conflicts, rejected } from './then.js';

/** A state in which updates are judged. */
interface StartingState {
  readonly name: string;
  /** The state in words: "while …". */
  readonly says: string;
  /** Whether the service then uses a different resource from the sibling. */
  readonly away?: true;
  readonly needs?: readonly Capability[];
  /** The updates that lead to it, in order; null if this target need not accept them. */
  readonly steps: (context: Context) => readonly JsonObject[] | null;
}

/** The baseline with some members changed. */
const baselineBut =
  (change: (context: Context) => JsonObject): StartingState['steps'] =>
  (context) => {
    const body = { ...baselineOf(context), ...change(context) };
    return openBy(body, context) === null ? [body] : null;
  };

/** The states in which any update may find the service. */
function startingStates(operation: Operation): readonly StartingState[] {
  const { backend } = operation;
  const free = freeMembers({ operation });
  const lists = free.filter(({ schema }) => schema.type === 'array');
  const texts = free.filter(({ schema }) => schema.type === 'string');
  const flags = free.filter(({ schema }) => schema.type === 'boolean');
  const cleared = (one: RequestMember) => storedMember(operation, one.name)?.cleared;
  const off = Object.fromEntries(flags.map(({ name }) => [name, false]));
  const clearable = [...lists, ...texts].filter((one) => cleared(one) !== undefined);
  const bare = Object.fromEntries(clearable.map((one) => [one.name, cleared(one) ?? null]));
  const resource = backend ?? 'resource';
  const moved: readonly StartingState[] = [
    {
      name: 'moved',
      says: `while the service uses a different ${resource} than at the start`,
      away: true,
      needs: ['port-id'],
      steps: (context) => {
        const [portId] = context.portIds;
        return portId === undefined ? null : [{ ...baselineOf(context), [resource]: portId }];
      },
    },
    {
      name: 'moved-back',
      says: `after the service has moved to another ${resource} and back`,
      needs: ['port-id'],
      steps: (context) => {
        const { portId, portIds } = context;
        const [other] = portIds;
        return portId === null || other === undefined
          ? null
          : [{ [resource]: other }, { ...baselineOf(context), [resource]: portId }];
      },
    },
  ];
  return [
    ...clearable.map((one) => ({
      name: `no-${one.called}`,
      says: `while ${one.item === null ? one.name : `the list of ${one.item.noun}s`} is empty`,
      steps: baselineBut(() => ({ [one.name]: cleared(one) ?? null })),
    })),
    ...flags.map((one) => ({
      name: `not-${one.called}`,
      says: `while ${one.name} is false`,
      steps: baselineBut(() => ({ [one.name]: false })),
    })),
    { name: 'bare', says: 'while every member is empty or false', steps: baselineBut(() => ({ ...off, ...bare })) },
    {
      name: 'full',
      says: 'while every member is as long as it may be',
      steps: baselineBut((context) => fullBody(context, 35_000)),
    },
    ...(backend === null ? [] : moved),
  ];
}

/**
 * What is judged in every state: updates of each kind must be obeyed; violations of each kind and conflicts must be
 * refused.
 */
export function fromEveryState(): Family {
  return {
    unfold: (chapter, { operation }) =>
      startingStates(operation).flatMap((state, n): Requirement[] => {
        const { needs = [] } = state;
        const { conflict, clauses } = operation;
        const exclusive = operation.members.find(({ name }) => name === conflict?.member);
        return [
          must(`${chapter}/from/${state.name}/updates`, {
            clause: clauses.request,
            basis: 'sanity',
            reading: 'R13',
            needs,
            says: `Updates of every kind are accepted ${state.says}`,
            given: from(state, updatesOfEveryKind),
            then: accepted(),
          }),
          must(`${chapter}/from/${state.name}/rejections`, {
            clause: clauses.request,
            basis: 'sanity',
            reading: 'R16',
            needs,
            says: `A body that breaks a rule is rejected ${state.says}, whichever rule it is`,
            given: from(state, (context) => violationsOfEveryKind(context, n)),
            then: rejected(),
          }),
          ...(exclusive === undefined
            ? []
            : [
                must(`${chapter}/from/${state.name}/conflicts`, {
                  clause: exclusive.clause,
                  basis: 'documented',
                  reading: 'R19',
                  needs: ['sibling', ...needs],
                  says: `A pair of another service on the same ${conflict?.among ?? 'resource'} is refused ${state.says}`,
                  // On another resource there is no sibling, unless the same body moves back to it.
                  given: from(state, state.away === true ? conflictsMovingIn : conflictsOfEveryForm),
                  then: conflicts(),
                }),
              ]),
        ];
      }),
  };
}

/** The same cases, each sent in a state. */
function from(state: StartingState, given: (context: Context) => readonly Sent[]): CaseMaker {
  return (context) => {
    const steps = state.steps(context);
    return steps === null ? [] : given(context).map((sent) => ({ ...sent, prepare: steps }));
  };
}

/** No member, each member alone, each member that can be cleared, and all of them. */
function updatesOfEveryKind(context: Context): Sent[] {
  const sendable = sendableMembers(context);
  const names = [...sendable].sort((a, b) => rank(context, a) - rank(context, b));
  const alone = names.map((name, n) => plainBody(context, new Set([name]), 701 + n));
  const cleared = clearedOf(context, () => true);
  return [
    leastBody(context),
    ...eachAlone(context, { flag: false }),
    ...alone,
    ...cleared,
    plainBody(context, sendable, 720),
  ]
    .filter((body) => openBy(body, context) === null)
    .map((body) => updateWith(body, context));
}

/** Sort key of a member: those for which only known values are sent come last. */
function rank({ operation }: Context, name: string): number {
  const at = operation.members.findIndex((one) => one.name === name);
  const known = operation.members[at]?.certain.some((certainty) => certainty.known !== null) === true;
  return at + (known ? operation.members.length : 0);
}

/**
 * One way to break each keyword and rule of each member, alone and among all other members in turn; `n` picks the way.
 */
export function violationsOfEveryKind(context: Context, n: number): Sent[] {
  const kinds = new Map<string, Violation[]>();
  for (const violation of context.generators.violations(context.operation.schemas.request)) {
    if (violation.keyword === 'type' && violation.way === 'null' && loosens(context.profile, 'R7')) continue;
    const kind = `${violation.component} ${violation.member} ${violation.keyword}`;
    const ways = kinds.get(kind);
    if (ways === undefined) kinds.set(kind, [violation]);
    else ways.push(violation);
  }
  const all = plainBody(context, sendableMembers(context), 730 + n);
  return [...kinds.values()].flatMap((ways, k): Sent[] => {
    const listed = ways.filter(({ examples }) => examples.length > 0);
    const way = listed[(context.seed + n + k) % listed.length];
    const patch = way?.examples[n % way.examples.length];
    if (way === undefined || patch === undefined) return [];
    const body = way.apply((n + k) % 2 === 0 ? leastBody(context) : all, patch);
    return [{ ...update(context), body: packed(serialize(body)), member: way.member === '' ? null : way.member }];
  });
}

/** Pairs of the sibling in bodies that move to its resource. */
function conflictsMovingIn(context: Context): Sent[] {
  const { portId, operation } = context;
  const { backend } = operation;
  return portId === null || backend === null
    ? []
    : conflictsOfEveryForm(context)
        .slice(0, 2)
        .map(({ applies: [body = {}] }) => updateWith({ ...body, [backend]: portId }, context));
}

/**
 * A pair of the sibling alone, in the middle of many others, last along with the service's own resource, and along with
 * a new name.
 */
export function conflictsOfEveryForm(context: Context): Sent[] {
  const { siblingPairs, portId, operation } = context;
  const { backend, conflict } = operation;
  const list = listsOf(operation).find(({ name }) => name === conflict?.member);
  if (list === undefined) return [];
  const most = list.schema.maxItems ?? 200;
  const many = itemsFrom(list, context, most - 1, 41_000);
  const few = itemsFrom(list, context, 2, 42_000);
  return siblingPairs.slice(0, 1).flatMap((pair) => {
    const { taken } = siblingItems(list, context, pair, 50_021, 50_021);
    const [named = {}] = eachAlone(context, { word: 'in-conflict' });
    const { [list.name]: held } = baselineOf(context);
    const own = Array.isArray(held) ? (held as readonly Json[]) : null;
    const bodies: JsonObject[] = [
      { [list.name]: [taken] },
      { [list.name]: [...many.slice(0, 121), taken, ...many.slice(121)] },
      // Along with every other member, including the resource.
      {
        ...plainBody(context, sendableMembers(context), 740),
        ...(portId === null || backend === null ? {} : { [backend]: portId }),
        [list.name]: [...few, taken],
      },
      // Along with what the baseline holds, which does not conflict.
      { ...named, [list.name]: [taken, ...(own ?? few)] },
    ];
    return bodies.map((body) => updateWith(body, context));
  });
}
