import { UserError } from '../shared/errors.js';
import type { WrittenValue } from './values.js';

/** One of several machines that judge a target together. */
export interface Shard {
  /** One-based. */
  readonly index: number;
  readonly count: number;
}

/** Parses a shard: `2/3` is the second of three. Throws a UserError that shows how to write one. */
export function parseShard({ text, from }: WrittenValue): Shard {
  const [, index, count] = /^(\d{1,3})\/(\d{1,3})$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || count === undefined || index < 1 || index > count) {
    throw new UserError(
      `${from} cannot be ${JSON.stringify(text)}`,
      'Write which shard this is and how many there are, from 1: 1/3, 2/3, 3/3.',
    );
  }
  return { index, count };
}

/** Formats a shard. */
export function shardName({ index, count }: Shard): string {
  return `${index}/${count}`;
}
