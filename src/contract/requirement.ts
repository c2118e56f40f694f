import type { Basis, Capability, Clause, Level, ReadingId } from '../shared/model.js';
import type { AnyGenerators, Violation } from '../arbitraries/index.js';
import type { Operation } from '../operation/operation.js';
import type { Draft } from '../shared/json.js';
import { isBelowTheApi } from './below-api.js';
import type { Context } from './context.js';
import type { Probe } from './probe.js';
import type { Series, Span } from './span.js';
import { isPlainPath } from './templates.js';

/** A case without its requirement and index, which follow from its place. */
export type Case = Omit<Probe, 'requirement' | 'index'>;

/** One sentence of the contract that can be judged. It is data: the judging is done elsewhere. */
export interface Requirement {
  /** Chapter and name; never positional, never reused. */
  readonly id: string;
  readonly level: Level;
  readonly basis: Basis;
  readonly clause: Clause;
  /** Further rows of the document, and readings, that it judges. */
  readonly covers: readonly (Clause | ReadingId)[];
  readonly reading: ReadingId | null;
  readonly says: string;
  readonly needs: readonly Capability[];
  /** The reading that leaves it open where a profile loosens it, which makes it not applicable; null for none. */
  readonly loosenedBy: ReadingId | null;
  readonly judged: Judged;
}

/** How a requirement is judged. */
export type Judged =
  /** By requests of its own. A case that is another service's may be null. */
  | {
      readonly by: 'cases';
      readonly cases: (context: Context, span?: Span) => readonly (Case | null)[];
      /** The parts in which cases are made, see {@link CaseMaker}. */
      readonly series?: CaseMaker['series'];
      /** Which answers to a case conform, whoever made it. */
      readonly expect: Then;
      /** Where a case came from, see {@link CaseMaker}. */
      readonly origin?: CaseMaker['origin'];
      /** What its cases cannot be made without that is not a whole capability; completes "it needs". */
      readonly asks?: string | undefined;
    }
  /** By watching every exchange that bears on it, sent for the requirements that `carriers` match. */
  | { readonly by: 'watching'; readonly carriers: readonly string[] };

/** A chapter of the contract: requirements, and families that a schema expands into requirements. */
export interface Chapter {
  readonly name: string;
  readonly items: readonly (Requirement | Family)[];
}

/** Derived requirements: a constraint added to the schema adds its own. */
export interface Family {
  readonly unfold: (chapter: string, source: FamilySource) => readonly Requirement[];
}

/** What families are derived from. */
export interface FamilySource {
  readonly operation: Operation;
  readonly generators: AnyGenerators;
  readonly constraints: (schema: string) => readonly Constraint[];
  /** The statuses that the document lists, in the order of Tables 8 to 34. */
  readonly statuses: readonly number[];
}

/** One keyword of a schema at one place, as stated in the OpenAPI document. */
export interface Constraint {
  /** Location in the instance, in which a star is any item; '' is the whole. */
  readonly pointer: string;
  readonly keyword: string;
  readonly value: unknown;
  readonly clause: Clause | null;
  readonly reading: ReadingId | null;
}

interface Stated {
  readonly clause: Clause;
  readonly covers?: readonly (Clause | ReadingId)[];
  readonly basis: Basis;
  readonly reading?: ReadingId;
  readonly says: string;
  readonly needs?: readonly Capability[];
  readonly loosenedBy?: ReadingId;
}

interface WithCases extends Stated {
  readonly given: CaseMaker;
  readonly then: Then;
  /** What its cases cannot be made without, see {@link Judged}. */
  readonly asks?: string | undefined;
}

interface Watched extends Stated {
  readonly watching: readonly string[];
}

/** Makes the cases of a requirement, without what is expected of them: all, or those of a span of indices. */
export interface CaseMaker {
  (context: Context, span?: Span): readonly (Sent | null)[];
  /**
   * The parts in which cases are made, one after another, as memory would not hold them all. They are dealt to the
   * services by index, and those of another service are null. Absent if there are few, which are made at once.
   */
  readonly series?: ((context: Context) => Series) | undefined;
  /** How a case was drawn, by its index; null for a listed one. Absent if all are listed. */
  readonly origin?: ((context: Context, index: number) => Origin | null) | undefined;
}

/** How a case was drawn at random, so that it can be shrunk in the same way. */
export interface Origin {
  /** The way to break a rule that was drawn from; null for a valid body. */
  readonly violation: Violation | null;
  /** Zero-based index of the draw. */
  readonly nth: number;
  /** The body of a drawn value. */
  readonly body: (drawn: unknown) => Draft;
  /** The same on a base body of only the required members; null if there is no base body. */
  readonly alone: ((drawn: unknown) => Draft) | null;
}

/** A case before its expectation is known. */
export type Sent = Omit<Case, 'expect'> & {
  readonly open: ReadingId | null;
};

/** Maximum number of cases that are sent per requirement, by effort. */
export const mostCases = { quick: 3, standard: Infinity, thorough: Infinity } as const;

/** Says which answers to a case conform. */
export type Then = (sent: Sent, context: Context) => Probe['expect'];

function state(level: Level, id: string, stated: WithCases | Watched): Requirement {
  return {
    id,
    level,
    basis: stated.basis,
    clause: stated.clause,
    covers: stated.covers ?? [],
    reading: stated.reading ?? null,
    says: stated.says,
    needs: stated.needs ?? [],
    loosenedBy: stated.loosenedBy ?? null,
    judged: 'watching' in stated ? { by: 'watching', carriers: stated.watching } : byCases(stated),
  };
}

function byCases({ given, then, asks }: WithCases): Judged {
  const expect: Then = (sent, context) => tolerant(formed(then(sent, context), sent), sent, context);
  return {
    by: 'cases',
    expect,
    series: given.series,
    origin: given.origin,
    asks,
    cases: (context, span) =>
      given(context, span)
        .map(eachFromAnotherState())
        .map((sent) => {
          if (sent === null) return null;
          const { open: _open, ...rest } = sent;
          const expected = expect(sent, context);
          return { ...rest, expect: expected, applies: expected.statuses.includes(200) ? rest.applies : [] };
        }),
  };
}

/**
 * Makes all but the first of several cases with the same body begin at the baseline: an update has no visible effect
 * where the one before it stored the same.
 */
function eachFromAnotherState(): (sent: Sent | null) => Sent | null {
  const stored = new Set<string>();
  return (sent) => {
    if (sent === null || sent.shape !== 'single' || sent.applies.length === 0 || sent.prepare !== null) return sent;
    const stores = JSON.stringify(sent.applies);
    if (stores === '[{}]') return sent;
    if (stored.has(stores)) return { ...sent, prepare: 'baseline' };
    stored.add(stores);
    return sent;
  };
}

function formed(expect: Probe['expect'], { tolerates = [] }: Sent): Probe['expect'] {
  if (tolerates.length === 0) return expect;
  const further = tolerates.filter((status) => !expect.statuses.includes(status));
  // What is refused for its form is refused with any code.
  const codes = tolerates.includes(400) ? null : expect.codes;
  return { ...expect, statuses: [...expect.statuses, ...further], codes };
}

/**
 * Widens an expectation by what conforms for the form of the request: the HTTP server may answer by itself (R31), and
 * where every request is signed, one that servers read differently may be refused for its signature (R33).
 */
function tolerant(expect: Probe['expect'], sent: Sent, { capabilities }: Context): Probe['expect'] {
  const { path, raw } = sent;
  const tolerated = expect.belowApi || !isBelowTheApi(sent) ? expect : { ...expect, belowApi: true };
  const signed = capabilities.has('aksk') && !capabilities.has('token');
  if (!signed || expect.statuses.includes(401) || (raw === null && isPlainPath(path))) return tolerated;
  return { ...tolerated, statuses: [...expect.statuses, 401] };
}

/** A requirement whose failure makes the run non-conformant. */
export function must(id: string, stated: WithCases | Watched): Requirement {
  return state('MUST', id, stated);
}

/** A requirement whose failure counts only with `--strict`. */
export function should(id: string, stated: WithCases | Watched): Requirement {
  return state('SHOULD', id, stated);
}

/** A chapter; the ids of its requirements are prefixed with its name. */
export function chapter(name: string, items: readonly (Requirement | Family)[]): Chapter {
  return { name, items };
}

/** The requirements of all chapters, in order. Throws an Error for a repeated id. */
export function assemble(chapters: readonly Chapter[], source: FamilySource): readonly Requirement[] {
  const seen = new Set<string>();
  return chapters.flatMap(({ name, items }) =>
    items
      .flatMap((item) =>
        'unfold' in item ? item.unfold(name, source) : [{ ...item, id: `${name}/${item.id}` } satisfies Requirement],
      )
      .map((requirement) => {
        if (seen.has(requirement.id)) throw new Error(`two requirements have the id ${requirement.id}`);
        seen.add(requirement.id);
        return requirement;
      }),
  );
}
