import type { Change } from '../behaviour.js';
import { beforeUpdate, broken } from '../changes.js';
import type { Outcome } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/** Repairs the text before it is parsed. */
export const mending =
  (mend: (text: string) => string): Change =>
  (before) => ({
    parse: (x) => {
      x.text = mend(x.text);
      return before.parse(x);
    },
  });

/** Answers any request with 500. */
export const fails = (x: MockExchange) => x.behaviour.refuse(broken, x);

/** Answers an update as soon as its bytes are there. */
export const on = (when: (x: MockExchange) => boolean, outcome: (x: MockExchange) => Outcome): Change =>
  beforeUpdate((_, x) => (when(x) ? outcome(x) : undefined));

/** Returns the body as text, decoded leniently. */
export const raw = (x: MockExchange) => x.bytes.toString('utf8');
