import { expect, it } from 'vitest';
import { plannedBytes } from './planned-bytes.fixture.js';

it('sends the same bytes for a seed as it did before', async () => {
  const lines = [1, 7, 4_242].flatMap((seed) => plannedBytes(seed, 'quick'));
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('planned-bytes.snapshot.txt');
});
