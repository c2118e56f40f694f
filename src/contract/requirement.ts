import type { Basis, Capability, Clause, Level, ReadingId } from '../shared/model.js';
import type { AnyGenerators, Violation } from '../arbitraries/index.js';
import type { Operation } from '../operation/operation.js';
import type { Draft } from '../shared/json.js';
import type { Context } from './context.js';
import type { Expectation, Sent } from './case.js';
import type { Series, Span } from './span.js';

/** One sentence of the contract that can be judged. It is data: the judging is done elsewhere. */
export interface Requirement {
  /** Chapter and name; never positional, never reused. */
  readonly id: string;
  readonly level: Level;
  readonly basis: Basis;
  readonly clause: Clause;
  /** Further rows of the document, and readings, that it covers. */
  readonly covers: readonly (Clause | ReadingId)[];
  readonly reading: ReadingId | null;
  readonly says: string;
  readonly needs: readonly Capability[];
  /** The reading that leaves it open, and so not applicable, if a profile loosens that reading; null for none. */
  readonly loosenedBy: ReadingId | null;
  readonly judged: Judged;
}

/** How a requirement is judged: by cases of its own, or by watching every exchange that bears on it. */
export type Judged =
  | JudgedByCases
  | {
      readonly by: 'watching';
      /** Globs of the requirements that send the exchanges. */
      readonly carriers: readonly string[];
    };

/** How a requirement is judged by cases of its own (`cases-of.ts`). */
export interface JudgedByCases {
  readonly by: 'cases';
  readonly given: CaseMaker;
  readonly then: Then;
  /** What its cases need besides whole capabilities: a value, or what completes "it needs". */
  readonly asks?: SuppliedValue | string | undefined;
}

/** A value of a member that only some services may take, so that a target must supply it. */
export interface SuppliedValue {
  readonly member: string;
  readonly value: string;
}

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

interface WithCases extends Stated, Omit<JudgedByCases, 'by'> {}

interface Watched extends Stated {
  readonly watching: readonly string[];
}

/** Makes the cases of a requirement, without what is expected of them: all, or those of a span of indices. */
export interface CaseMaker {
  (context: Context, span?: Span): readonly (Sent | null)[];
  /**
   * The parts in which cases are made, one after another, since memory would not hold them all. They are dealt to the
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

/** Maximum number of cases that are sent per requirement, by effort. */
export const mostCases = { quick: 3, standard: Infinity, thorough: Infinity } as const;

/** Says which answers to a case conform. */
export type Then = (sent: Sent, context: Context) => Expectation;

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
    judged:
      'watching' in stated
        ? { by: 'watching', carriers: stated.watching }
        : { by: 'cases', given: stated.given, then: stated.then, asks: stated.asks },
  };
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
