import { UserError } from '../shared/errors.js';
import type { Case } from '../contract/case.js';
import { isObject, type JsonObject } from '../shared/json.js';
import { isTooDeep } from '../shared/parse-json.js';
import { readRegular } from '../shared/read-bounded.js';
import { RecordedBodies } from './body-table.js';
import { unpackCase } from './pack-case.js';
import type { CaseLine, EndLine, ExchangeLine, LaneLine, RecordLine, Phase, RunLine } from './record.js';
import { errorCode } from '../shared/error-code.js';

/** Everything that a run recorded: what it sent and what came back. */
export interface RunRecord {
  readonly run: RunLine;
  readonly lanes: readonly LaneLine[];
  readonly cases: readonly RecordedCase[];
  /** By what they were sent for, in the order in which they ended. */
  readonly exchanges: Readonly<Record<'judging' | Phase, readonly RecordedExchange[]>>;
  /** Keys of the requests that were sent again with a newer token. */
  readonly renewals: readonly string[];
  readonly end: EndLine;
}

/** A case that was dealt to a lane. */
export interface RecordedCase extends Omit<CaseLine, 'probe'> {
  readonly testCase: Case;
}

/** One attempt at a request, with the body of its reply; null if no reply came. */
export interface RecordedExchange {
  readonly line: ExchangeLine;
  readonly body: Uint8Array | null;
}

/**
 * Limits: a record in bytes, several times what the longest runs write, and a line in characters, enough for several
 * escaped bodies and what belongs to them.
 */
const LARGEST = 402_653_184;
const LONGEST_LINE = 67_108_864;
/** Beyond any time of a run, in milliseconds. */
const LATEST = 4e12;
/** Parts of a record of few lines. */
const MOST_PARTS = 100_000;

/** Reads a record from its file. Throws a UserError if there is none, or if it cannot be judged again. */
export async function readRecord(file: string): Promise<RunRecord> {
  let text: string;
  try {
    text = await readRegular(file, LARGEST);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `there is no readable record at ${file} (${errorCode(error)})`,
      'Name the report folder of a run.',
    );
  }
  return parseRecord(text, file);
}

/** Parses a record from the text of its file; `file` is named in the UserError. */
export function parseRecord(text: string, file: string): RunRecord {
  const texts = text.split('\n');
  const [first = ''] = texts;
  const run = parse(first);
  if (!isObject(run) || !isObject(run['tool']) || run['tool']['name'] !== 'vpcep-contract' || run['type'] !== 'run') {
    if (first === text && text.startsWith('{"type":"run"')) throw cutOff(file);
    throw new UserError(`${file} is not a record of vpcep-contract`, 'Name the report folder of a run.');
  }
  if (run['schemaVersion'] !== 1) {
    throw new UserError(
      `${file} has schemaVersion ${JSON.stringify(run['schemaVersion'] ?? null)}; this version reads 1`,
      `Use the vpcep-contract that wrote it: ${JSON.stringify(run['tool']['version'] ?? 'unknown')}.`,
    );
  }
  if (!isRun(run))
    throw new UserError(
      `${file} is a record of vpcep-contract, but its first line is wrong`,
      'Run again to write one.',
    );
  const lanes: LaneLine[] = [];
  const bodies = new RecordedBodies();
  const cases: RecordedCase[] = [];
  const exchanges = {
    judging: [] as RecordedExchange[],
    minimising: [] as RecordedExchange[],
    restoring: [] as RecordedExchange[],
  };
  const renewals: string[] = [];
  const phaseOf = (phase: Phase): RecordedExchange[] => {
    if (!Object.hasOwn(exchanges, phase)) throw new Error('no phase');
    return exchanges[phase];
  };
  let into = exchanges.judging;
  let count = 0;
  let end = null as EndLine | null;
  const most = Math.max(MOST_PARTS, texts.length);
  const take = (line: RecordLine): void => {
    if (line.type === 'exchange') {
      if (![line.sentAt, line.endedAt].every(isTime)) throw new Error('no time');
      bodies.read(line.request.body);
      count += 1;
      into.push({ line, body: bodies.read(line.body) });
    } else if (line.type === 'case') {
      const isPlace = (value: unknown): boolean => isCount(value) && Number(value) < most;
      if (![line.lane, line.part, line.batch].every(isPlace) || !isCount(line.order)) throw new Error('no place');
      const { probe, ...place } = line;
      cases.push({ ...place, testCase: unpackCase(probe, bodies) });
    } else if (line.type === 'lane') lanes.push(line);
    else if (line.type === 'renewal') renewals.push(line.key);
    else if (line.type === 'phase') into = phaseOf(line.phase);
    else if (line.type === 'end') end = line;
  };
  for (const [n, one] of texts.entries()) {
    if (n === 0 || one === '') continue;
    const line = parse(one);
    if (!isObject(line) || end !== null) {
      if (n === texts.length - 1) break;
      throw noLine(file, n);
    }
    try {
      take(line as unknown as RecordLine);
    } catch {
      throw noLine(file, n);
    }
  }
  if (end === null || end.exchanges !== count) throw cutOff(file);
  return { run: run as unknown as RunLine, lanes, cases, exchanges, renewals, end };
}

/** Whether the parts of a run's line that others are computed from are what they should be. */
function isRun({ target, options, startedAt, timeOrigin }: JsonObject): boolean {
  return (
    isObject(target) &&
    isObject(options) &&
    isTexts(target['serviceIds']) &&
    isTexts(target['portIds']) &&
    (target['secondMs'] === undefined || isTime(target['secondMs'])) &&
    typeof target['url'] === 'string' &&
    URL.canParse(target['url']) &&
    typeof startedAt === 'string' &&
    Number.isFinite(Date.parse(startedAt)) &&
    isTime(timeOrigin)
  );
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** Whether a value is a time, in milliseconds, that a date can be made from, even if added to another one. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) < LATEST;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function cutOff(file: string): UserError {
  return new UserError(
    `${file} is cut off: it has no end`,
    'The run that wrote it was killed or is still going on. Wait for it to end, or run again.',
  );
}

function noLine(file: string, n: number): UserError {
  return new UserError(`${file}, line ${n + 1}: this is not a line of a record`, 'Run again to write one.');
}

/** Returns the value of a line, or undefined if it is not JSON or cannot be a line of a record. */
function parse(line: string): unknown {
  if (line.length > LONGEST_LINE || isTooDeep(line)) return undefined;
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
