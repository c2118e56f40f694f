import type { Finding } from '../../shared/model.js';

/** What a finding says about the answer as a whole: which statuses conform, and what came instead. */
export interface Answer {
  /** Statuses that conform. */
  readonly expected: readonly number[];
  /** Whether every other 4xx conforms as well. */
  readonly any4xx: boolean;
  /** Whether the document requires certain codes with its 400. */
  readonly coded: boolean;
  /** What came: a status, or words for what came in place of one. */
  readonly received: number | string;
  /** Whether it came every time, while good requests went through. */
  readonly breaks: boolean;
}

const STATUS = /(?:^|\s)([1-5]\d\d)(?=\s|$)/g;
const ANSWERS = /^(?:[1-5]\d\d|any 4xx|a closed connection)(?:\s|$)/;
const BREAKS = /^(.{1,300}?), every time\b/;

/** The answer that a finding is about; null if it is about the contents of one. */
export function answerOf(finding: Finding): Answer | null {
  const { expected, received, pointer } = finding;
  if (pointer !== undefined || !ANSWERS.test(expected)) return null;
  const breaks = BREAKS.exec(received)?.[1];
  const status = /^([1-9]\d\d)\b/.exec(received)?.[1];
  if (breaks === undefined && status === undefined) return null;
  return {
    expected: [...expected.matchAll(STATUS)].map(([, text]) => Number(text)),
    any4xx: /\bany 4xx\b/.test(expected),
    coded: /\b400 with /.test(expected),
    received: status === undefined ? (breaks ?? received) : Number(status),
    breaks: breaks !== undefined || Number(status) >= 500,
  };
}
