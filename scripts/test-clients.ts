/** Calls UpdateEndpointService of the mock through the vendor's own SDK for Python, with AK and SK. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../src/errors.js';
import { createMock } from '../src/mock/index.js';
import { callsTo, type Call, type Outcome } from './clients/calls.js';
import { runScript } from './run-script.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = (name: string) => join(root, 'scripts', 'clients', name);
const windows = process.platform === 'win32';

/** A virtual environment that holds what `requirements.txt` pins; it is made once for each version of that file. */
function python(): string {
  const pins = readFileSync(own('requirements.txt'));
  const digest = createHash('sha256').update(pins).digest('hex').slice(0, 12);
  const folder = join(root, 'node_modules', '.cache', 'vpcep-contract', `sdk-${digest}`);
  const made = join(folder, windows ? 'Scripts/python.exe' : 'bin/python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return made;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  command(['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0) ?? 'python3', [
    '-m',
    'venv',
    folder,
  ]);
  command(made, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', own('requirements.txt')]);
  writeFileSync(complete, '');
  return made;
}

function command(name: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(name, args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new UserError(
    `${name} ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`,
    'The SDK needs Python 3 with venv and pip, and a way to a package index.',
  );
}

/** Makes the calls in order, without blocking the mock that answers them. */
async function outcomes(calls: readonly object[]): Promise<readonly Outcome[]> {
  const child = spawn(python(), [own('sdk_calls.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stdin.end(JSON.stringify(calls));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the calls ended with ${String(code)}`);
  return JSON.parse(out) as readonly Outcome[];
}

/** Where an outcome is not the expected one; null where it is. */
function departure({ expected }: Call, real: Outcome): string | null {
  const told = `expected ${JSON.stringify(expected)}, received ${JSON.stringify(real)}`;
  if ('value' in expected) {
    if (!('value' in real) || real.status !== expected.status) return told;
    const shown = Object.fromEntries(Object.keys(expected.value).map((name) => [name, real.value[name]]));
    return canonical(shown) === canonical(expected.value) ? null : told;
  }
  const same =
    'exception' in real &&
    real.exception === expected.exception &&
    real.status === expected.status &&
    real.code === expected.code &&
    real.message.includes(expected.message);
  return same ? null : told;
}

/** JSON with the members of every object in one order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

await runScript(async () => {
  const mock = await createMock();
  const faulty = await createMock({ faults: ['wrong-port-500'] });
  try {
    const calls = callsTo(mock);
    const real = await outcomes(
      calls.map(({ operation, serviceId, faulty: other = false, sk, ak, projectId, body }) => ({
        operation,
        serviceId,
        url: (other ? faulty : mock).url,
        ak: ak ?? mock.keys.accessKey,
        sk: sk ?? mock.keys.secretKey,
        projectId: projectId ?? mock.projectId,
        body,
      })),
    );
    const wrong = calls.flatMap((call, n) => {
      const outcome = real[n];
      const what = outcome === undefined ? 'no outcome' : departure(call, outcome);
      return what === null ? [] : [`${call.operation} ${call.says}: ${what}`];
    });
    for (const line of wrong) console.error(line);
    if (wrong.length > 0) console.error(`${calls.length} calls, ${wrong.length} not as expected`);
    else console.log(`${calls.length} calls, all as expected`);
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await Promise.all([mock.close(), faulty.close()]);
  }
});
