import { UserError } from '../shared/errors.js';
import type { WrittenValue } from './values.js';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const PERIODS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/** Parses `90s`, `5m`, `1h`, `500ms`, or plain seconds, up to a day; returns milliseconds. */
export function parseDuration({ text, from }: WrittenValue): number {
  const [, number, unit = 's'] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)?$/.exec(text) ?? [];
  const ms = Math.round(Number(number) * (UNITS[unit] ?? Number.NaN));
  if (ms >= 1 && ms <= 86_400_000) return ms;
  throw new UserError(
    `${from} must be a time such as 90s, 5m or 1h, not ${JSON.stringify(text)}`,
    'The longest is a day.',
  );
}

/** Parses `20/s`, `100/m`, `500/h`, or plain requests per second; returns requests per second. */
export function parseRate({ text, from }: WrittenValue): number {
  const [, number, period = 's'] = /^(\d{1,6}(?:\.\d{1,3})?)(?:\/(s|m|h))?$/.exec(text) ?? [];
  const perSecond = Number(number) / (PERIODS[period] ?? Number.NaN);
  // At less than one per hour, a run would seem to hang.
  if (perSecond >= 1 / 3_600 && perSecond <= 100_000) return perSecond;
  throw new UserError(
    `${from} must be a rate such as 20/s or 100/m, not ${JSON.stringify(text)}`,
    'It is a number of requests a second, minute or hour.',
  );
}
