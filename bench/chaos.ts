/**
 * Tests whether disturbances change a verdict: `tsx bench/chaos.ts [seeds] [faults]`. Every target answers with 5 % of
 * 503, 2 % of broken connections, 0 to 40 ms per reply, and every fifth request throttled, all at once. The conforming
 * mock is judged completely, each fault by the requirement that must catch it. Exits with 1 if the mock is accused or a
 * fault is missed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveConfig } from '../src/config/config.js';
import { engine } from '../src/engine.js';
import { createMock, type FaultId, faults, type VariantId } from '../src/mock/index.js';

const TROUBLE: readonly VariantId[] = ['unavailable-5-percent', 'resets-2-percent', 'slow', 'throttled-429'];
const [seeds = 5, most = 20] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'chaos-'));

/** Judges a disturbed mock. */
async function judge(seed: number, fault: FaultId | null, only: readonly string[]) {
  const mock = await createMock({ seed, variants: TROUBLE, faults: fault === null ? [] : [fault] });
  const flags = { seed: String(seed), only, effort: 'standard', reportDir: folder };
  const { url, projectId, serviceIds, siblingServiceId, token, keys, foreignToken, portIds } = mock;
  const target = { url, projectId, serviceIds, siblingServiceId, token, keys, foreignToken, portIds };
  try {
    const config = { ...resolveConfig(flags, {}), target };
    const signal = new AbortController().signal;
    return await engine.run(config, { signal, progress: () => undefined });
  } finally {
    await mock.close();
  }
}

let [accused, missed, runs] = [0, 0, 0];
for (let seed = 1; seed <= seeds; seed += 1) {
  const report = await judge(seed, null, []);
  const failed = report.requirements.filter(({ verdict }) => verdict.kind === 'failed').map(({ id }) => id);
  const { attempts, throttled, transient, throttling } = report.traffic;
  runs += 1;
  if (report.exitCode !== 0) accused += 1;
  console.log(
    `seed ${seed}: the conforming mock is ${report.verdict}, ${failed.join(', ') || 'nothing failed'}, ${report.totals.MUST['not-judged']} not judged; ` +
      `${attempts} attempts, ${throttled} throttled, ${transient} transient, at least ${throttling.lowestConcurrency} at a time, ${Math.round(report.durationMs / 1_000)} s`,
  );
  if (report.exitCode !== 0) console.log(`  ${report.because.join('\n  ')}`);
}

// Spread over the catalogue, so that each chapter has some.
const chosen = faults.filter((_, n) => n % Math.ceil(faults.length / most) === 0).slice(0, most);
for (const { id, caughtBy } of chosen) {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const report = await judge(seed, id, [caughtBy]);
    runs += 1;
    if (report.exitCode === 1) continue;
    missed += 1;
    console.log(`seed ${seed}: ${id} is missed by ${caughtBy}: ${report.verdict}, ${report.because.join('; ')}`);
  }
}
console.log(`${runs} runs, ${chosen.length} faults, ${seeds} seeds: ${accused} accused, ${missed} missed`);
rmSync(folder, { recursive: true, force: true });
process.exit(accused + missed === 0 ? 0 : 1);
