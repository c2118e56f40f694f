import { formatGenerators } from '../formats.js';
import { spoilingWay, type BrokenSchema, type Way } from './way.js';

/** Texts that narrowly miss a format. */
export function formatWays(subject: BrokenSchema): Way[] {
  const { format } = subject.node;
  if (format === null) return [];
  const { misses, sample, arbitrary } = formatGenerators[format];
  const texts = { listed: [0, 1].map(sample), drawn: arbitrary };
  return misses.flatMap((miss) => spoilingWay(subject, 'format', miss, texts));
}
