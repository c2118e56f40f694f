import { shorten, visible } from '../safe-text.js';
import type { CauseExample } from './cause-report.js';

const LONGEST_PATH = 120;
const LONGEST_BODY = 200;
const LONGEST_VALUE = 120;

/** What was sent and what came, in one line: `PUT /v1/… {} -> 422 "Field required"`. */
export function sentOf(example: CauseExample, shortPath: (path: string) => string): string {
  const { method, path, body, message, requestId, received } = example;
  // `400 with EndPoint.0002` says more than 400.
  const answer = received.startsWith(`${example.answer} with `) ? received : example.answer;
  const sent = body === null || body === '' ? 'without a body' : shorten(visible(body), LONGEST_BODY);
  const said = message === null ? '' : ` "${visible(message)}"`;
  const id = requestId === null ? '' : ` (X-Request-Id ${visible(shorten(requestId, LONGEST_VALUE))})`;
  return `${visible(`${method} ${shorten(shortPath(path), LONGEST_PATH)}`)} ${sent} -> ${visible(shorten(answer, LONGEST_VALUE))}${said}${id}`;
}

/** What was expected and received; empty if the answer alone shows it. */
export function receivedOf({ expected, received, answer }: CauseExample): string {
  const values = [expected, received].map((text) => shorten(visible(text), LONGEST_VALUE));
  return received.startsWith(answer) ? `, expected ${values[0] ?? ''}` : `, expected ${values.join(', received ')}`;
}
