import { equal, member, type JsonObject } from '../../shared/json.js';
import type { Flight, Batch } from '../../judge/flight.js';
import type { DealtCase } from '../../judge/purpose.js';
import { ownSteps } from '../../judge/prepared.js';

/** Maximum number of batches in a flight: what their rejections prove is known only when it ends. */
export const MOST_BATCHES = 6;

/**
 * Deals the batches of a lane to flights, by the baseline that they need. A change made more than a second after the
 * last one (R26) gets a flight of its own, in which that second passes, or waits alone if no flight is left; what must
 * not change anything goes with the first change. Flights with waiting cases come first: other lanes have enough to
 * send meanwhile.
 */
export function dealFlights(
  batches: readonly Batch[],
  afterASecond: readonly DealtCase[],
  baselineAround: (batch: Batch) => JsonObject,
): Flight[] {
  const flights = inOneState(batches, baselineAround);
  const alone: Flight[] = [];
  for (const afterwards of inGroups(afterASecond)) {
    const fits = flights
      .filter(({ baseline }) => changesSomething(afterwards, baseline))
      .toSorted((a, b) => b.batches.length - a.batches.length);
    const free = fits.find((flight) => flight.afterwards.length === 0);
    const [longest] = fits;
    if (free !== undefined) flights.splice(flights.indexOf(free), 1, waitedIn(free, afterwards));
    else if (longest !== undefined && longest.batches.length > 1) {
      const half = Math.ceil(longest.batches.length / 2);
      const [first, second] = [longest.batches.slice(0, half), longest.batches.slice(half)];
      flights.splice(
        flights.indexOf(longest),
        1,
        { ...longest, batches: first },
        waitedIn({ ...longest, batches: second }, afterwards),
      );
    } else alone.push({ baseline: {}, batches: [], afterwards });
  }
  const waits = ({ afterwards }: Flight): boolean => afterwards.length > 0;
  return [...flights.filter(waits), ...flights.filter((flight) => !waits(flight)), ...alone];
}

/** A flight in which a group waits: in the state in which its change begins, if one update leads to that. */
function waitedIn(flight: Flight, afterwards: readonly DealtCase[]): Flight {
  const [step, ...further] = afterwards.slice(-1).flatMap(({ testCase }) => ownSteps(testCase));
  const baseline = further.length === 0 ? { ...flight.baseline, ...step } : flight.baseline;
  return { ...flight, baseline, afterwards };
}

function inOneState(batches: readonly Batch[], baselineAround: (batch: Batch) => JsonObject): Flight[] {
  const flights: { baseline: JsonObject; batches: Batch[]; afterwards: DealtCase[] }[] = [];
  for (const batch of batches) {
    const baseline = baselineAround(batch);
    const open = flights.findLast((flight) => equal(flight.baseline, baseline));
    if (open !== undefined && open.batches.length < MOST_BATCHES) open.batches.push(batch);
    else flights.push({ baseline, batches: [batch], afterwards: [] });
  }
  return flights;
}

/** Each change in a group of its own, since it needs a second of its own. */
function inGroups(afterASecond: readonly DealtCase[]): (readonly DealtCase[])[] {
  const [first = [], ...others] = afterASecond
    .filter(({ testCase }) => testCase.applies.length > 0)
    .map((dealt) => [dealt]);
  const together = [...afterASecond.filter(({ testCase }) => testCase.applies.length === 0), ...first];
  return together.length === 0 ? [] : [together, ...others];
}

/** Whether every update of a group changes something in this state. */
function changesSomething(group: readonly DealtCase[], state: JsonObject): boolean {
  return group.every(({ testCase }) =>
    testCase.applies.every((body) => Object.keys(body).some((name) => !equal(member(body, name), member(state, name)))),
  );
}
