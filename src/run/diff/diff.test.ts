import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { engine } from '../../engine.js';
import { configOf } from '../../library.js';
import { createMock } from '../../mock/index.js';

const folder = mkdtempSync(join(tmpdir(), 'diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a comparison of two targets', () => {
  it('ends on both if one of them cannot be run, and restores the services of the other', async () => {
    const mock = await createMock();
    const [first] = mock.serviceIds;
    const before = mock.snapshot(first ?? '');
    const broken = join(folder, 'known.yaml');
    writeFileSync(broken, '- requirement: no/such/requirement\n  reason: none\n');
    const common = { seed: 1, effort: 'quick', only: ['effect'] } as const;
    const a = configOf({ ...common, target: mock, reportDir: join(folder, 'a') });
    const b = configOf({ ...common, knownFailures: broken, reportDir: join(folder, 'b') });
    const hooks = { signal: new AbortController().signal, progress: () => undefined };
    await expect(engine.diff(a, b, hooks)).rejects.toThrow('no/such/requirement');
    const sent = mock.requests;
    const { updated_at: _then, ...was } = before;
    const { updated_at: _now, ...is } = mock.snapshot(first ?? '');
    expect(is).toEqual(was);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(mock.requests).toBe(sent);
    await mock.close();
  });
});
