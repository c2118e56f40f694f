import { median, table } from '../helpers.js';
import type { Account, Entry, Row } from './accounts.js';
import type { Judged } from './tools.js';

const isFault = ({ kind }: Entry) => kind === 'fault';
const isVariant = ({ kind }: Entry) => kind === 'variant';
const failed = ({ rows }: Account, chosen: (entry: Entry) => boolean) =>
  rows.filter(({ entry, news }) => chosen(entry) && news.length > 0);
const judgedOf = ({ rows }: Account) => rows.map(({ judged }) => judged);
const requestsOf = (judged: readonly Judged[]) => median(judged.map(({ requests }) => requests));
const secondsOf = (judged: readonly Judged[]) => median(judged.flatMap(({ seconds }) => seconds ?? []));
const speedOf = (judged: readonly Judged[]) =>
  median(judged.flatMap(({ requests, seconds }) => (seconds === null ? [] : requests / seconds)));
const accusations = ({ plain }: Account) => new Set(plain.flatMap((one) => one.failed));

/** Prints the figures of two tools, the first divided by the second, and what they accuse and miss. */
export function printSideBySide(ours: Account, theirs: Account): void {
  const line = (label: string, figure: (account: Account) => number, digits = 0, of = '') => {
    const [one, other] = [figure(ours), figure(theirs)];
    const ratio = other === 0 ? '-' : (one / other).toFixed(2);
    return [label, one.toFixed(digits) + of, other.toFixed(digits) + of, ratio];
  };
  const share = (label: string, chosen: (entry: Entry) => boolean) => {
    const all = ours.rows.filter(({ entry }) => chosen(entry)).length;
    return all === 0 ? [] : [line(label, (account) => failed(account, chosen).length, 0, ` of ${all}`)];
  };
  const chapters = new Set(ours.rows.map(({ entry }) => entry.chapter));
  table([
    ['', ours.tool.name, theirs.tool.name, 'ratio'],
    line('conforming mock: requests', ({ plain }) => requestsOf(plain)),
    line('conforming mock: seconds', ({ plain }) => secondsOf(plain), 1),
    line('conforming mock: requests/s', ({ plain }) => speedOf(plain)),
    line('conforming mock: accusations', (account) => accusations(account).size),
    ...share('faults caught', isFault),
    ...[...chapters].flatMap((chapter) =>
      share(`  ${chapter}`, (entry) => isFault(entry) && entry.chapter === chapter),
    ),
    ...share('variants accused', isVariant),
    line('each of them: requests', (account) => requestsOf(judgedOf(account))),
    line('each of them: seconds', (account) => secondsOf(judgedOf(account)), 1),
    line(
      'stopped because it took too long',
      (account) => judgedOf(account).filter(({ seconds }) => seconds === null).length,
    ),
  ]);
  for (const account of [ours, theirs]) {
    for (const what of accusations(account)) console.log(`${account.tool.name} accuses the conforming mock: ${what}`);
    for (const { entry, news } of failed(account, isVariant))
      console.log(`${account.tool.name} accuses ${entry.id}: ${news.join(', ')}`);
  }
  const caught = (account: Account) => new Set(failed(account, isFault).map(({ entry }) => entry.id));
  const [byUs, byThem] = [caught(ours), caught(theirs)];
  const missed = (rows: readonly Row[]) =>
    rows.map(({ entry }) => entry).filter((entry) => isFault(entry) && !byUs.has(entry.id));
  const list = (seen: boolean) =>
    missed(ours.rows)
      .filter(({ id }) => byThem.has(id) === seen)
      .map(({ id }) => id)
      .join(', ') || 'none';
  console.log(`Faults that only ${theirs.tool.name} catches: ${list(true)}`);
  console.log(`Faults that nobody catches: ${list(false)}`);
}
