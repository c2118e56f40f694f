import type { FileFlag } from './options.js';
import { anyText, type FlagsOf, integer, many, one, toggle } from './option.js';

/** Options of the mock when it is served alone. */
export const mockOptions = {
  port: integer(
    { flag: '--port <port>', says: 'port to listen on; 0 picks a free one', byDefault: '0', min: 0, max: 65_535 },
    () => 0,
  ),
  host: one(
    { flag: '--host <host>', says: 'address to listen on', byDefault: '127.0.0.1' },
    anyText,
    ({ text: host }) => host,
    () => '127.0.0.1',
  ),
  services: integer(
    { flag: '--services <n>', says: 'number of services that may be changed', byDefault: '2', min: 1, max: 64 },
    () => null,
  ),
  latencyMs: integer(
    {
      flag: '--latency <ms>',
      key: 'latency',
      says: 'delay of each reply in milliseconds',
      byDefault: '0',
      min: 0,
      max: 60_000,
    },
    () => null,
  ),
  seed: integer(
    {
      flag: '--seed <n>',
      says: 'seed of its ids, tokens and keys',
      byDefault: '1',
      min: 0,
      max: 2 ** 31 - 1,
    },
    () => null,
  ),
  faults: many({ flag: '--fault <id>', says: 'misbehave in this way; see faults --list' }, ({ text: id }) => id),
  variants: many(
    { flag: '--variant <id>', says: 'behave in this other conforming way; see faults --list' },
    ({ text: id }) => id,
  ),
  json: toggle({ flag: '--json', says: 'print its address, ids and credentials as one line of JSON' }),
};

/** Options of `mock` as the command line gives them. */
export type MockFlags = FlagsOf<typeof mockOptions> & FileFlag;
