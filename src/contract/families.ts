import { groupBy } from '../shared/group-by.js';
import type { Boundary, Patch, Violation } from '../arbitraries/index.js';
import { isObject, serialize, withMember, type Draft, type JsonObject } from '../shared/json.js';
import type { Clause, ReadingId } from '../shared/model.js';
import { oncePer } from '../shared/once-per.js';
import type { Context } from './context.js';
import { isTaken } from './items.js';
import { sendableMembers } from './legal.js';
import { leastBody, plainBody } from './plain.js';
import type { Sent } from './case.js';
import {
  must,
  type Constraint,
  type Family,
  type CaseMaker,
  type Origin,
  type Requirement,
  type FamilySource,
  type SuppliedValue,
} from './requirement.js';
import { packed, update, updateWith } from './sent.js';
import { indices, wholeOf, type Series } from './span.js';
import { accepted, rejected } from './then.js';

/** Minimum number of cases per violation, by effort, each on a different base body. */
const casesByEffort = { quick: 2, standard: 6, thorough: 48 } as const;

/** Number of drawn cases of a violation per part. */
const PART = 8;

/** One requirement for each way in which a part of the request can break its schema or a named rule. */
export function everyViolationOf(component: string): Family {
  return {
    unfold: (chapter, source) =>
      source.generators
        .violations(source.operation.schemas.request)
        .filter((violation) => violation.component === component)
        .map((violation, n) => violationRequirement(chapter, component, violation, n, source)),
  };
}

function violationRequirement(
  chapter: string,
  component: string,
  violation: Violation,
  n: number,
  source: FamilySource,
): Requirement {
  const { clause, reading } = originOf(violation, source);
  const id = [chapter, violation.member, violation.keyword, violation.way].filter((part) => part !== '').join('/');
  return must(id, {
    clause,
    basis: 'schema',
    ...(reading === null ? {} : { reading }),
    says: `Rejected: ${violation.says}`,
    ...(violation.keyword === 'type' && violation.way === 'null' ? { loosenedBy: 'R7' } : {}),
    given: violationCases(violation, n),
    then: rejected(),
  });
}

/** At standard effort, `leftOut` of `all` places of a list are skipped, depending on the seed and the way. */
const PLACES = { all: 8, leftOut: 4 } as const;
/** Maximum number of listed values of a way, below thorough effort. */
const LISTED = 13;

/** The listed ways to break a rule that are used: at standard effort the seed picks among places, and among many. */
function examplesOf({ examples, pointer }: Violation, n: number, { effort, seed }: Context): Violation['examples'] {
  if (effort === 'quick') return examples.slice(0, casesByEffort.quick);
  if (effort === 'thorough') return examples;
  const from = Math.abs(seed) + n;
  if (pointer.includes('/*') && examples.length >= PLACES.all)
    return examples.filter((_, k) => (k * 3 + from) % PLACES.all >= PLACES.leftOut);
  if (examples.length <= LISTED) return examples;
  return Array.from({ length: LISTED }, (_, k) => Math.floor((k * examples.length) / LISTED) + from).map(
    (k) => examples[k % examples.length] as Violation['examples'][number],
  );
}

/** Index of the case of null that has an unknown member beside it, which switches nothing off (R7). */
const BESIDE_UNKNOWN = 3;

function besideUnknown(draft: Draft): Draft {
  return isObject(draft) ? withMember(draft, 'unknown', 'x') : draft;
}

/** The listed cases of a violation, then the drawn ones, each on the next base body. */
function violationCases(violation: Violation, n: number): CaseMaker {
  const patchesOf = oncePer((context: Context) => {
    const { cases } = context;
    const examples = examplesOf(violation, n, context);
    const patches = examples.length + cases;
    /** Index of the draw of a case; negative for a listed one. */
    const nthOf = (k: number): number => (k % patches) - examples.length;
    return { examples, patches, nthOf };
  });
  const series = (context: Context): Series => {
    const { examples, patches } = patchesOf(context);
    const count = patches === 0 ? 0 : Math.max(patches, casesByEffort[context.effort]);
    return { count, first: examples.length + PART, size: PART, baseOf: (k) => baseOf(k, patches, context) };
  };
  /** Index of the base body of a case: consecutive cases get different ones. */
  const baseOf = (k: number, patches: number, { bases }: Context): number =>
    (n + k + Math.floor(k / patches)) % bases.length;
  const make = (context: Context, span = wholeOf(series(context))): (Sent | null)[] => {
    const { examples, patches, nthOf } = patchesOf(context);
    const nths = indices(span).map(nthOf);
    // Those of the first part are drawn together, even if its cases are made one by one.
    const isFirst = span.to <= examples.length + PART;
    const from = isFirst ? 0 : Math.max(Math.min(...nths), 0);
    const to = isFirst ? Math.min(PART, context.cases) : Math.max(...nths, -1) + 1;
    const drawn = nths.some((nth) => nth >= 0) ? context.drawsOf(violation, { from, to }) : [];
    return indices(span).map((k, at) => {
      if (k % context.lanes !== context.lane) return null;
      const nth = nths[at] ?? 0;
      const patch = (nth < 0 ? examples[k % patches] : drawn[nth - from]) as Patch;
      const base = baseOf(k, patches, context);
      const draft = violation.apply(context.bases[base] as JsonObject, patch);
      return {
        ...update(context),
        body: packed(serialize(k === BESIDE_UNKNOWN && violation.way === 'null' ? besideUnknown(draft) : draft)),
        drawn: nth >= 0 && k < patches,
        base,
        member: violation.member === '' ? null : violation.member,
      };
    });
  };
  const origin = (context: Context, k: number): Origin | null => {
    const { patches, nthOf } = patchesOf(context);
    const nth = nthOf(k);
    if (nth < 0) return null;
    const base = context.bases[baseOf(k, patches, context)] ?? {};
    return {
      violation,
      nth,
      body: (drawn) => violation.apply(base, drawn as Patch),
      alone: (drawn) => violation.apply(leastBody(context), drawn as Patch),
    };
  };
  return Object.assign(make, { series, origin });
}

/**
 * One requirement for each boundary of a part of the request: it must be accepted, alone and among all other members.
 */
export function everyBoundaryOf(component: string): Family {
  return {
    unfold: (chapter, source) => {
      const all = source.generators.boundaries(source.operation.schemas.request);
      const groups = groupBy(
        all.filter((boundary) => boundary.component === component),
        ({ member, keyword, way }) =>
          [chapter, member, 'accepts', keyword, way].filter((part) => part !== '').join('/'),
      );
      return groups.map(([id, boundaries]) => boundaryRequirement(id, component, boundaries, source));
    },
  };
}

function boundaryRequirement(
  id: string,
  component: string,
  boundaries: readonly Boundary[],
  source: FamilySource,
): Requirement {
  const [boundary] = boundaries as [Boundary];
  const { clause, reading } = originOf(boundary, source);
  return must(id, {
    clause,
    basis: 'schema',
    ...(reading === null ? {} : { reading }),
    says: `Accepted: ${boundary.says}`,
    given: (context) => boundaryCases(id, boundaries, context),
    asks: askedFor(boundary, source),
    then: accepted(),
  });
}

/** The value that a target must supply, if only known ones must be accepted under any profile. */
function askedFor(boundary: Boundary, { operation }: FamilySource): SuppliedValue | undefined {
  const { member } = boundary;
  const known = operation.members
    .find(({ name }) => name === member)
    ?.certain.find((certainty) => certainty.known !== null && !certainty.loosened)?.known;
  const value = boundary.apply({})[member];
  if (known?.includes('configured') !== true || typeof value !== 'string') return undefined;
  return { member, value };
}

/** Keywords whose boundaries are texts of every kind rather than edges. */
const textual = new Set(['pattern', 'type', 'format']);

function boundaryCases(id: string, boundaries: readonly Boundary[], context: Context): Sent[] {
  const [boundary] = boundaries as [Boundary];
  const own = someOfMany(context.boundaries(boundary.pointer, boundary.keyword, boundary.way), context);
  const sendable = sendableMembers(context);
  const least = leastBody(context);
  const all = plainBody(context, sendable, 500 + (id.length % 50));
  return own.flatMap((boundary, n) =>
    // Kinds of text are sent alone and among all members in turn; edges of a range or length in both ways.
    (textual.has(boundary.keyword)
      ? [boundary.apply((n + own.length) % 2 === 0 ? least : all)]
      : [boundary.apply(least), boundary.apply(all)]
    )
      .filter((body) => Object.keys(body).every((name) => sendable.has(name)) && !isTaken(body, context))
      .map((body) => updateWith(body, context)),
  );
}

/**
 * The values of one kind, such as letters; if there are many, every other one at standard effort, picked by the seed.
 */
function someOfMany(all: readonly Boundary[], { effort, seed }: Context): readonly Boundary[] {
  if (effort !== 'standard' || all.length <= LISTED) return all;
  return all.filter((_, n) => n % 2 === Math.abs(seed) % 2);
}

interface KeywordPlace {
  readonly pointer: string;
  readonly keyword: string;
}

/** The clause and reading that the OpenAPI document names for a keyword, or else for its place. */
function originOf(
  { pointer, keyword }: KeywordPlace,
  source: FamilySource,
): { clause: Clause; reading: ReadingId | null } {
  const here = source
    .constraints(source.operation.schemas.request)
    .filter((constraint) => constraint.pointer === pointer);
  const constraint = here.find((c) => c.keyword === keyword) ?? here.find((c) => c.clause !== null);
  return { clause: constraint?.clause ?? source.operation.clauses.request, reading: constraint?.reading ?? null };
}

/** One requirement for each constraint of a schema on the reply, judged on every reply that has the value. */
export function everyConstraintOf(schema: string, carriers: readonly string[]): Family {
  return {
    unfold: (chapter, source) => {
      const groups = new Map<string, Constraint>();
      for (const constraint of source.constraints(schema)) {
        // That a reply is an object is a requirement of its own; if it is not, nothing more is judged.
        if (constraint.pointer === '' && constraint.keyword === 'type') continue;
        groups.set(constraintId(chapter, constraint), constraint);
      }
      return [...groups].map(([id, constraint]) =>
        must(id, {
          clause: constraint.clause ?? source.operation.clauses.reply,
          basis: 'schema',
          ...(constraint.reading === null ? {} : { reading: constraint.reading }),
          says: sayConstraint(constraint),
          watching: carriers,
        }),
      );
    },
  };
}

function constraintId(chapter: string, { pointer, keyword }: KeywordPlace): string {
  return [chapter, ...pointer.split('/').filter((part) => part !== '' && part !== '*'), keyword].join('/');
}

function sayConstraint({ pointer, keyword, value }: Constraint): string {
  const place = pointer === '' ? 'The reply' : pointer.slice(1).replaceAll('/*', '[]').replaceAll('/', '.');
  switch (keyword) {
    case 'required':
      return `${place} is present`;
    case 'type':
      return `${place} is of type ${String(value)}`;
    case 'enum':
      return `${place} is one of ${(value as readonly unknown[]).join(', ')}`;
    default:
      return `${place} satisfies ${keyword} ${JSON.stringify(value)}`;
  }
}
