import { expect, it } from 'vitest';
import { sentBy, contextWith, textOf } from './context.fixture.js';
import { nearViolations } from './near-violations.js';

it('values that break a rule differ from what the service holds in a single respect', () => {
  const cases = sentBy(nearViolations(), contextWith({ effort: 'standard' }));
  const texts = cases.map((sent) => {
    const [name, value] = Object.entries(JSON.parse(textOf(sent)) as Record<string, unknown>)[0] ?? [];
    return { name, value, held: (sent.prepare as Record<string, unknown>)[name ?? ''] };
  });
  expect(new Set(texts.map(({ name }) => name))).toEqual(
    new Set(['approval_enabled', 'service_name', 'ports', 'port_id', 'description']),
  );
  const described = texts.filter(({ name }) => name === 'description');
  expect(described.some(({ value, held }) => String(value).length === String(held).length)).toBe(true);
  for (const { value, held } of texts) expect(value).not.toEqual(held);
  expect(texts.filter(({ name }) => name === 'ports')).toHaveLength(7);
});
