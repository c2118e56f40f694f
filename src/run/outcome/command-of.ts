import { serialize } from '../../shared/json.js';
import { hasOwnState, stepsTo } from '../../judge/prepared.js';
import type { Breach, Exchange, Tally } from '../../judge/ledger.js';
import { putRequest, type Address } from '../../judge/wire.js';
import type { Shape } from '../../contract/case.js';
import type { WireRequest } from '../../shared/model.js';

const NONE = new Uint8Array();
/**
 * The command that sends again what shows the breach: one request, or several in order, some of them at once. Includes
 * the updates that lead to a case's own state, and a wait if the breach takes a second to show.
 *
 * @param secondMs milliseconds that a second of the target's clock takes: a gap of that length counts as a wait
 */
export function commandOf(
  { purpose: { testCase, serviceId }, exchanges, findings }: Breach,
  minimal: Tally['minimal'],
  { address, secondMs = 1_000 }: { readonly address: Address; readonly secondMs: number | undefined },
  command: (request: WireRequest) => string,
): string {
  const judged = exchanges.findLast(({ role }) => role === 'case');
  const put = (body: Parameters<typeof serialize>[0]): Exchange => ({
    role: 'prepare',
    request: putRequest(serialize(body), address, serviceId),
    attempts: [],
  });
  let sent: readonly Exchange[] = exchanges;
  if (minimal !== null && minimal.from !== null && sent[0]?.role === 'prepare') {
    // The smaller body was sent at the baseline. A breach by the answer alone shows in any state.
    const first = sent.findIndex(({ role }) => role !== 'prepare');
    const bare = findings.every(({ pointer }) => pointer === undefined);
    // Later reads may be compared with the first one.
    const read = sent.slice(0, first).filter(({ request }) => request.method === 'GET');
    sent = [...read, ...(bare ? [] : [put(minimal.from)]), ...sent.slice(first)];
  }
  if (testCase !== null && judged !== undefined && hasOwnState(testCase))
    sent = [...stepsTo(testCase, {}).map(put), ...sent];
  const line = (exchange: Exchange): string =>
    command(
      minimal !== null && judged !== undefined && isSame(exchange, judged)
        ? withBody(exchange.request, minimal.body, address)
        : exchange.request,
    );
  const waits = findings.some(({ requirement }) => requirement.endsWith('/moves-on'));
  const begin = sent.findIndex(({ role }) => role === 'case');
  const reads = sent.findIndex(({ role }, n) => n > begin && role === 'read');
  const end = reads === -1 ? sent.length : reads;
  if (!atOnce.has(testCase?.shape) || begin === -1 || end - begin < 2)
    return sent
      .map(
        (exchange, n) =>
          `${n > 0 && (waits || wasWaited(sent[n - 1], exchange, secondMs)) ? 'sleep 2; ' : ''}${line(exchange)}`,
      )
      .join('; ');
  const [before, together, behind] = [sent.slice(0, begin), sent.slice(begin, end), sent.slice(end)];
  return [...before.map(line), together.map(line).join(' & '), 'wait', ...behind.map(line)].join('; ');
}

/** Shapes whose requests are sent at once. */
const atOnce: ReadonlySet<Shape | undefined> = new Set(['race', 'crowd', 'everywhere']);

/** Whether a second or more passed between two requests. */
function wasWaited(one: Exchange | undefined, other: Exchange, secondMs: number): boolean {
  const [ended, began] = [one?.attempts.at(-1)?.endedAt, other.attempts[0]?.sentAt];
  return ended !== undefined && began !== undefined && began - ended >= secondMs;
}

/** Whether two exchanges sent the same request: an update that is sent twice is minimised twice. */
function isSame(one: Exchange, other: Exchange): boolean {
  const [a, b] = [one.request, other.request];
  return a.method === b.method && a.path === b.path && Buffer.compare(a.body ?? NONE, b.body ?? NONE) === 0;
}

/** The request with a smaller body, in which the token replaces its template. */
function withBody(request: WireRequest, body: string, { token }: Address): WireRequest {
  return { ...request, body: Buffer.from(body.replaceAll('{{token}}', () => token ?? '')) };
}
