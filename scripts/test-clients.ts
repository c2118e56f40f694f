/** Calls UpdateEndpointService of the mock through the vendor's own SDK for Python, with AK and SK. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { createMock } from '../src/mock/index.js';
import { callsTo, type Call, type Outcome } from './clients/calls.js';
import { runScript } from './run-script.js';
import { virtualEnvironment } from './virtual-environment.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = (name: string) => join(root, 'scripts', 'clients', name);

/** Makes the calls in order, without blocking the mock that answers them. */
async function outcomes(calls: readonly object[]): Promise<readonly Outcome[]> {
  const python = virtualEnvironment(root, 'sdk', own('requirements.txt'));
  const child = spawn(python, [own('sdk_calls.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stdin.end(JSON.stringify(calls));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the calls ended with ${String(code)}`);
  return JSON.parse(out) as readonly Outcome[];
}

/** Returns how an outcome departs from the expected one; null if it does not. */
function departure({ expected }: Call, real: Outcome): string | null {
  const told = `expected ${JSON.stringify(expected)}, received ${JSON.stringify(real)}`;
  if ('value' in expected) {
    if (!('value' in real) || real.status !== expected.status) return told;
    const shown = Object.fromEntries(Object.keys(expected.value).map((name) => [name, real.value[name]]));
    return isDeepStrictEqual(shown, expected.value) ? null : told;
  }
  const same =
    'exception' in real &&
    real.exception === expected.exception &&
    real.status === expected.status &&
    real.code === expected.code &&
    real.message.includes(expected.message);
  return same ? null : told;
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
