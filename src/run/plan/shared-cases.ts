import type { Context } from '../../contract/context.js';
import type { Case } from '../../contract/case.js';
import type { Requirement } from '../../contract/requirement.js';

/** Number of contexts of a suite that are kept: more than a run has services. */
const MOST_CONTEXTS = 16;

const contexts = new WeakMap<object, Map<string, Context>>();

/**
 * The context that a suite made earlier from the same values, or a new one. Runs in one process against services that
 * look the same share it, with all that was derived from it.
 */
export function sharedContext(suite: object, from: object, make: () => Context): Context {
  const own = contexts.get(suite) ?? new Map<string, Context>();
  contexts.set(suite, own);
  const key = JSON.stringify(from, (_, value: unknown) =>
    value instanceof Set ? [...(value as Set<unknown>)] : value,
  );
  const context = own.get(key) ?? make();
  // The most recently used one comes last.
  own.delete(key);
  own.set(key, context);
  for (const oldest of [...own.keys()].slice(0, -MOST_CONTEXTS)) own.delete(oldest);
  return context;
}

type Cases = readonly (Case | null)[];

const made = new WeakMap<Context, Map<Requirement, { readonly chosen: string; readonly cases: Cases }>>();

/**
 * The chosen cases of a requirement, and null for all others. Those of quick effort are so few that they are kept for
 * the next run in the same context.
 */
export function sharedCases(
  requirement: Requirement,
  context: Context,
  chosen: ReadonlySet<number> | null,
  make: () => Cases,
): Cases {
  if (context.effort !== 'quick') return make();
  const own = made.get(context) ?? new Map<Requirement, { readonly chosen: string; readonly cases: Cases }>();
  made.set(context, own);
  const which = chosen === null ? 'first' : [...chosen].join();
  const known = own.get(requirement);
  if (known?.chosen === which) return known.cases;
  const cases = make();
  own.set(requirement, { chosen: which, cases });
  return cases;
}
