import { equal, member, type JsonObject } from '../json.js';
import { restUnlike, type Placed } from '../judge/flock.js';

/** What needs a service that has rested for more than a second, and where in the lane it finds one. */
export interface QuietSeconds {
  /** By the place of a flock: what comes after it, since its bodies leave the service at rest. */
  readonly after: ReadonlyMap<number, readonly Placed[]>;
  /** What finds no such flock, and waits alone. */
  readonly alone: readonly (readonly Placed[])[];
}

/**
 * Deals changes that are made more than a second after the last one (R26) to the flocks of a lane, one to each. What must
 * not change anything goes with the first.
 */
export function dealQuietSeconds(
  later: readonly Placed[],
  /** The base body of each flock. */
  twins: readonly JsonObject[],
  rest: JsonObject,
): QuietSeconds {
  const groups = later.filter(({ probe }) => probe.applies.length > 0).map((placed) => [placed]);
  const rejected = later.filter(({ probe }) => probe.applies.length === 0);
  if (rejected.length > 0) {
    const [first] = groups;
    if (first === undefined) groups.push(rejected);
    else first.unshift(...rejected);
  }
  const free = twins.map((_, n) => n);
  const after = new Map<number, readonly Placed[]>();
  const alone: (readonly Placed[])[] = [];
  for (const group of groups) {
    const at = free.findIndex((flock) => changesSomething(group, restUnlike(rest, twins[flock] ?? {})));
    const [flock] = at === -1 ? [] : free.splice(at, 1);
    if (flock === undefined) alone.push(group);
    else after.set(flock, group);
  }
  return { after, alone };
}

/** Whether every change in a group is one, from this state. */
function changesSomething(group: readonly Placed[], state: JsonObject): boolean {
  return group.every(({ probe }) =>
    probe.applies.every((body) => Object.keys(body).some((name) => !equal(member(body, name), member(state, name)))),
  );
}
