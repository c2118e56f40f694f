import { grouped } from '../../shared/grouped.js';

/** A value on an axis and its label, which is empty if labels would be too close. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Maps values to places along an axis. */
export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
}

type Range = readonly [from: number, to: number];

/** A step of 1, 2 or 5 times a power of ten that divides a width into about the given number of parts. */
function stepOf(width: number, parts: number): number {
  const rough = width / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  const error = rough / power;
  return power * (error >= Math.sqrt(50) ? 10 : error >= Math.sqrt(10) ? 5 : error >= Math.sqrt(2) ? 2 : 1);
}

/** Multiples of a step within a domain. Small ones are quotients, so that 0.3 stays 0.3. */
function multiples([from, to]: Range, parts: number): number[] {
  const step = stepOf(to - from, parts);
  const times = step < 1 ? Math.round(1 / step) : null;
  const at = (n: number): number => (times === null ? n * step : n / times);
  const nth = (value: number): number => Math.round(times === null ? value / step : value * times);
  let [first, last] = [nth(from), nth(to)];
  if (at(first) < from) first += 1;
  if (at(last) > to) last -= 1;
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, n) => at(first + n));
}

/** A linear scale from 0; with `nice` it ends at a round number. `most` is more than 0. */
export function linear(most: number, [start, end]: Range, parts: number, nice = false): Scale {
  const round = stepOf(most, 10);
  const top = nice ? Math.ceil(most / round) * round : most;
  const digits = Math.max(0, -Math.floor(Math.log10(stepOf(top, parts))));
  return {
    place: (value) => start + (value / top) * (end - start),
    ticks: multiples([0, top], parts).map((at) => ({
      at,
      label: grouped(at, digits),
    })),
  };
}

/** From this number of decades on, only powers of ten are ticks. */
const DECADES = 5;
const LABELS = 5;

/** A logarithmic scale over a domain of positive numbers; only the first multiples of a power of ten are labelled. */
export function logarithmic([least, most]: Range, [start, end]: Range, label: (value: number) => string): Scale {
  const [low, high] = [Math.log10(least), Math.log10(most)];
  const all = ticksOf(least, most);
  const labelled = Math.max(1, (10 * LABELS) / all.length);
  return {
    place: (value) => start + ((Math.log10(value) - low) / (high - low || 1)) * (end - start),
    ticks: all.map((at) => ({ at, label: leading(at) <= labelled ? label(at) : '' })),
  };
}

function ticksOf(least: number, most: number): number[] {
  const [low, high] = [Math.log10(least), Math.log10(most)];
  if (high - low >= DECADES) return multiples([low, high], DECADES).map((power) => 10 ** power);
  const ticks: number[] = [];
  for (let power = Math.floor(low); power <= Math.ceil(high); power += 1) {
    for (let n = 1; n < 10; n += 1) {
      const at = power < 0 ? n / 10 ** -power : n * 10 ** power;
      if (at >= least && at <= most) ticks.push(at);
    }
  }
  return ticks.length * 2 < DECADES && most > least ? multiples([least, most], DECADES) : ticks;
}

/** The first digit of a number that is a multiple of a power of ten. */
function leading(value: number): number {
  const part = value / 10 ** Math.round(Math.log10(value));
  return part * 10 < 9.5 ? part * 10 : part;
}
