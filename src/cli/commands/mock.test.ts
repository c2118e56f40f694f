import { expect, it } from 'vitest';
import { runCaptured } from '../captured.fixture.js';

/** Returns what a mock on a host prints until it is stopped. */
async function started(host: string): Promise<string> {
  const before = process.listeners('SIGTERM');
  const running = runCaptured(['mock', '--host', host, '--port', '0']);
  for (;;) {
    const stop = process.listeners('SIGTERM').find((listener) => !before.includes(listener));
    if (stop === undefined) await new Promise((resolve) => setImmediate(resolve));
    else {
      stop('SIGTERM');
      const { code, out, err } = await running;
      expect(code).toBe(0);
      expect(out).toContain(`http://${host}:`);
      return err;
    }
  }
}

it('says beyond loopback, and only there, that its tokens are predictable', async () => {
  expect(await started('0.0.0.0')).toBe(
    'warning: --host 0.0.0.0 is beyond loopback: ids, tokens and keys follow from the seed, so they are not secret\n',
  );
  expect(await started('127.0.0.1')).toBe('');
});
