import { equal, member, type JsonObject } from '../../shared/json.js';
import type { Flight, Flock } from '../../judge/flight.js';
import type { Placed } from '../../judge/placed.js';

/** A flight has so many flocks at most: what their rejections prove is known only when it ends. */
export const LONGEST = 6;

/**
 * Deals the flocks of a lane to flights: those for which the service rests in the same state. A change that is made more
 * than a second after the last one (R26) has a flight of its own, in which that second passes, or waits alone where none
 * is left; what must not change anything goes with the first change. Those that wait come first: other lanes have enough
 * to send meanwhile.
 */
export function dealFlights(
  flocks: readonly Flock[],
  later: readonly Placed[],
  restAround: (flock: Flock) => JsonObject,
): Flight[] {
  const flights = inOneState(flocks, restAround);
  const alone: Flight[] = [];
  for (const afterwards of inGroups(later)) {
    const fits = flights
      .filter(({ rest }) => changesSomething(afterwards, rest))
      .toSorted((a, b) => b.flocks.length - a.flocks.length);
    const free = fits.find((flight) => flight.afterwards.length === 0);
    const [longest] = fits;
    if (free !== undefined) flights.splice(flights.indexOf(free), 1, { ...free, afterwards });
    else if (longest !== undefined && longest.flocks.length > 1) {
      const half = Math.ceil(longest.flocks.length / 2);
      const [first, second] = [longest.flocks.slice(0, half), longest.flocks.slice(half)];
      flights.splice(
        flights.indexOf(longest),
        1,
        { ...longest, flocks: first },
        { ...longest, flocks: second, afterwards },
      );
    } else alone.push({ rest: {}, flocks: [], afterwards });
  }
  const waits = ({ afterwards }: Flight): boolean => afterwards.length > 0;
  return [...flights.filter(waits), ...flights.filter((flight) => !waits(flight)), ...alone];
}

function inOneState(flocks: readonly Flock[], restAround: (flock: Flock) => JsonObject): Flight[] {
  const flights: { rest: JsonObject; flocks: Flock[]; afterwards: Placed[] }[] = [];
  for (const flock of flocks) {
    const rest = restAround(flock);
    const open = flights.findLast((flight) => equal(flight.rest, rest));
    if (open !== undefined && open.flocks.length < LONGEST) open.flocks.push(flock);
    else flights.push({ rest, flocks: [flock], afterwards: [] });
  }
  return flights;
}

/** Each change needs a second of its own. */
function inGroups(later: readonly Placed[]): (readonly Placed[])[] {
  const [first = [], ...others] = later.filter(({ probe }) => probe.applies.length > 0).map((placed) => [placed]);
  const together = [...later.filter(({ probe }) => probe.applies.length === 0), ...first];
  return together.length === 0 ? [] : [together, ...others];
}

/** Whether every change in a group is one, from this state. */
function changesSomething(group: readonly Placed[], state: JsonObject): boolean {
  return group.every(({ probe }) =>
    probe.applies.every((body) => Object.keys(body).some((name) => !equal(member(body, name), member(state, name)))),
  );
}
