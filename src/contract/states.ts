import type { Violation } from '../arbitraries/index.js';
import { serialize, type JsonObject } from '../json.js';
import { loosens } from '../readings.js';
import { table } from './clause.js';
import type { Context } from './context.js';
import { LONGEST_CERTAIN_DESCRIPTION } from './openness.js';
import { mappingsFrom, plainBody, restOf, sendableMembers } from './legal.js';
import { must, type Family, type Given, type Requirement, type Sent } from './requirement.js';
import { packed, update, updateWith } from './sent.js';
import { accepted, conflicts, rejected } from './then.js';

/** The schema that an update's body is an instance of. */
const BODY = 'UpdateEndpointServiceRequestBody';

/** A state in which updates are judged. */
interface StartingState {
  readonly name: string;
  /** How it is told: "while …". */
  readonly says: string;
  /** The updates that bring it about, one after the other; null where this target does not certainly accept them. */
  readonly steps: (context: Context) => readonly JsonObject[] | null;
}

const isCertain = (context: Context, body: JsonObject): boolean =>
  !(body['service_name'] === '' && loosens(context.profile, 'R2')) &&
  !(Array.isArray(body['ports']) && body['ports'].length === 0 && loosens(context.profile, 'R4'));

/** The resting state but for some members. */
const restBut =
  (change: (context: Context) => JsonObject): StartingState['steps'] =>
  (context) => {
    const body = { ...restOf(context), ...change(context) };
    return isCertain(context, body) ? [body] : null;
  };

/** Whichever update comes, it comes to one of these. */
const startingStates: readonly StartingState[] = [
  { name: 'no-ports', says: 'while the list of mappings is empty', steps: restBut(() => ({ ports: [] })) },
  { name: 'no-name', says: 'while service_name is empty', steps: restBut(() => ({ service_name: '' })) },
  { name: 'no-description', says: 'while description is empty', steps: restBut(() => ({ description: '' })) },
  {
    name: 'not-approved',
    says: 'while approval_enabled is false',
    steps: restBut(() => ({ approval_enabled: false })),
  },
  {
    name: 'bare',
    says: 'while every member is empty or false',
    steps: restBut(() => ({ approval_enabled: false, service_name: '', ports: [], description: '' })),
  },
  {
    name: 'full',
    says: 'while every member is as long as it may be',
    steps: restBut((context) => ({
      service_name: 'a-full-name_of16',
      ports: mappingsFrom(context, 200, 35_000),
      description: 'Full. '.repeat(30).slice(0, LONGEST_CERTAIN_DESCRIPTION),
    })),
  },
  {
    name: 'moved',
    says: 'while the service is on another port_id than at the start',
    steps: (context) => {
      const [portId] = context.portIds;
      return portId === undefined ? null : [{ ...restOf(context), port_id: portId }];
    },
  },
  {
    name: 'moved-back',
    says: 'after the service has been on another port_id and came back',
    steps: (context) => {
      const { portId, portIds } = context;
      const [other] = portIds;
      return portId === null || other === undefined
        ? null
        : [{ port_id: other }, { ...restOf(context), port_id: portId }];
    },
  },
];

/** What is judged in every state: updates of each kind are obeyed, violations of each kind and conflicts are refused. */
export function fromEveryState(): Family {
  return {
    unfold: (chapter) =>
      startingStates.flatMap((state, n): Requirement[] => {
        const needs = state.name.startsWith('moved') ? (['port-id'] as const) : [];
        return [
          must(`${chapter}/from/${state.name}/updates`, {
            clause: table(3),
            basis: 'sanity',
            reading: 'R13',
            needs,
            says: `Updates of every kind are accepted ${state.says}`,
            given: from(state, updatesOfEveryKind),
            then: accepted(),
          }),
          must(`${chapter}/from/${state.name}/rejections`, {
            clause: table(3),
            basis: 'sanity',
            reading: 'R16',
            needs,
            says: `A body that breaks a rule is rejected ${state.says}, whichever rule it is`,
            given: from(state, (context) => violationsOfEveryKind(context, n)),
            then: rejected(),
          }),
          // On another port_id there is no sibling.
          ...(state.name === 'moved'
            ? []
            : [
                must(`${chapter}/from/${state.name}/conflicts`, {
                  clause: table(3, 'ports'),
                  basis: 'documented',
                  reading: 'R19',
                  needs: ['sibling', ...needs],
                  says: `A pair of another service on the same port_id is refused ${state.says}`,
                  given: from(state, conflictsOfEveryForm),
                  then: conflicts(),
                }),
              ]),
        ];
      }),
  };
}

/** The same cases, each sent in a state. */
function from(state: StartingState, given: (context: Context) => readonly Sent[]): Given {
  return (context) => {
    const steps = state.steps(context);
    return steps === null ? [] : given(context).map((sent) => ({ ...sent, prepare: steps }));
  };
}

/** No member, each member alone, each that can be cleared cleared, and all of them. */
function updatesOfEveryKind(context: Context): Sent[] {
  const sendable = sendableMembers(context);
  const alone = [...sendable].map((name, n) => plainBody(context, new Set([name]), 701 + n));
  const cleared: JsonObject[] = [{ service_name: '' }, { ports: [] }, { description: '' }];
  return [{}, { approval_enabled: false }, ...alone, ...cleared, plainBody(context, sendable, 720)]
    .filter((body) => isCertain(context, body))
    .map((body) => updateWith(body, context));
}

/** One way to break each keyword and rule of each member, alone and among all other members in turn; `n` picks it. */
export function violationsOfEveryKind(context: Context, n: number): Sent[] {
  const kinds = new Map<string, Violation[]>();
  for (const violation of context.generators.violations(BODY)) {
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
    const body = way.apply((n + k) % 2 === 0 ? {} : all, patch);
    return [{ ...update, body: packed(serialize(body)), member: way.member === '' ? null : way.member }];
  });
}

/** A pair of the sibling alone, in the middle of many others, last beside the own port_id, and beside a new name. */
export function conflictsOfEveryForm(context: Context): Sent[] {
  const { siblingPairs, portId } = context;
  const many = mappingsFrom(context, 199, 41_000);
  const few = mappingsFrom(context, 2, 42_000);
  return siblingPairs.slice(0, 1).flatMap(({ server_port, protocol }) => {
    const taken = { client_port: 50_021, server_port, protocol };
    const bodies: JsonObject[] = [
      { ports: [taken] },
      { ports: [...many.slice(0, 120), taken, ...many.slice(120)] },
      { ...(portId === null ? {} : { port_id: portId }), ports: [...few, taken] },
      { service_name: 'in-conflict', ports: [taken, ...few] },
    ];
    return bodies.map((body) => updateWith(body, context));
  });
}
