import { jsonText } from '../../report/json-text.js';
import { type Flags, resolveConfig } from '../../config/config.js';
import { fileSettings } from '../../config/file-settings.js';
import type { DoctorReport } from '../../report/doctor-report.js';
import { createPaint, type Paint } from '../../report/paint.js';
import { visible } from '../../report/safe-text.js';
import { wrap } from '../../report/wrap.js';
import { doctor } from '../../run/doctor/doctor.js';
import { type Io, readableWidth } from '../io.js';
import type { ExitCode } from '../exit-code.js';
import { warnOfNetwork } from '../warn-of-network.js';

/** Checks a target before it is judged. Exits with 0 if nothing prevents a run, else 2. */
export async function doctorCommand(flags: Flags, io: Io): Promise<ExitCode> {
  const file = await fileSettings(flags, io.env, io.cwd);
  const config = resolveConfig(flags, io.env, file?.source);
  await warnOfNetwork(config, io.stderr);
  const report = await doctor(config);
  await io.stdout.write(
    flags.json === true
      ? jsonText(report, 1)
      : renderDoctor(report, createPaint(io.stdout.colour), readableWidth(io.stdout)),
  );
  return report.exitCode;
}

/** Formats each check on a line, with its remedy below. */
export function renderDoctor({ url, checks }: DoctorReport, paint: Paint, width: number): string {
  const colours = { ok: paint.green, note: paint.yellow, problem: paint.red };
  const lines = checks.flatMap(({ name, outcome, found, remedy }) => {
    const [first = '', ...rest] = wrap(visible(`${name}: ${found}`), width - 9);
    return [
      `${colours[outcome](outcome.padEnd(8))} ${first}`,
      ...rest.map((line) => `         ${line}`),
      ...(remedy === null ? [] : wrap(visible(`-> ${remedy}`), width - 9).map((line) => `         ${line}`)),
    ];
  });
  const problems = checks.filter(({ outcome }) => outcome === 'problem').length;
  const verdict =
    problems === 0
      ? `Nothing stands in the way of a run against ${visible(url)}.`
      : `${problems} ${problems === 1 ? 'problem stands' : 'problems stand'} in the way of a run against ${visible(url)}.`;
  return `${lines.join('\n')}\n${verdict}\n`;
}
