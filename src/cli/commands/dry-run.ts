import { jsonText } from '../../report/json-text.js';
import type { Config } from '../../config/config.js';
import { createPaint, type Paint } from '../../report/paint.js';
import { duration } from '../../report/progress.js';
import { visible } from '../../report/safe-text.js';
import { wrap } from '../../report/wrap.js';
import { grouped } from '../../shared/grouped.js';
import type { Forecast, LaneForecast } from '../../run/plan/forecast.js';
import { type Io, readableWidth } from '../io.js';
import { loadEngine } from '../load-engine.js';
import type { ExitCode } from '../exit-code.js';

/** Prints what a run would send. Nothing is sent, and no file is written. */
export async function dryRunCommand(config: Config, io: Io): Promise<ExitCode> {
  const forecast = (await loadEngine()).forecast(config);
  if (config.json) await io.stdout.write(jsonText(forecast, 1));
  else await io.stdout.write(renderForecast(forecast, createPaint(io.stdout.colour), readableWidth(io.stdout)));
  return 0;
}

/** Formats a forecast for people. */
export function renderForecast(forecast: Forecast, paint: Paint, width: number): string {
  const { requirements, lanes, requests, times, concurrency, limits, assumed } = forecast;
  const where = forecast.url === null ? 'the embedded mock' : visible(forecast.url);
  const lacking = requirements.notExercised.map(({ reason, count }) => `  - ${visible(reason)} (${count})`);
  const set = [
    limits.maxRequests === null ? [] : [`${grouped(limits.maxRequests)} requests`],
    limits.maxTimeMs === null ? [] : [duration(limits.maxTimeMs)],
    limits.maxFailures === null ? [] : [`${grouped(limits.maxFailures)} failures`],
    limits.perSecond === null ? [] : [`${Number(limits.perSecond.toPrecision(3))} requests a second`],
  ].flat();
  const lines = [
    `${paint.bold('PLAN')}  nothing was sent`,
    `Target: ${where}`,
    `${grouped(requirements.selected)} requirements are selected, ${grouped(requirements.exercised)} can be exercised${lacking.length === 0 ? '' : '; not:'}`,
    ...lacking,
    `About ${grouped(requests)} requests, at most ${concurrency} at a time`,
    ...lanes.map((lane, n) => `  lane ${n + 1}  ${laneText(lane)}`),
    `About ${times.map(({ latencyMs, seconds }) => `${duration(seconds * 1_000)} if a reply takes ${latencyMs} ms`).join(', ')}`,
    ...(set.length === 0 ? [] : [`It stops cleanly, or slows down, at ${set.join(', ')}`]),
    'Assumed:',
    ...assumed.map((text) => `  - ${text}`),
  ];
  const indented = lines.flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    return wrap(line.trimStart(), width - indent.length).map((part) => indent + part);
  });
  return `${indented.join('\n')}\n`;
}

function laneText({ serviceId, violations, batches, solos, afterASecond, isolated, forced }: LaneForecast): string {
  const parts = [
    `${grouped(violations)} violations in ${batches} batches`,
    `${grouped(solos)} solos`,
    ...(afterASecond > 0 ? [`${afterASecond} after a second`] : []),
    ...(isolated > 0 ? [`${isolated} isolated`] : []),
    ...(forced > 0 ? [`${forced} forced`] : []),
  ];
  return `${serviceId === null ? '' : `${visible(serviceId)}  `}${parts.join(', ')}`;
}
