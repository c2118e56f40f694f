import type { Config } from '../../config/config.js';
import { isProduction } from '../../config/production.js';
import { member, type JsonObject } from '../../shared/json.js';
import { note, ok, problem, type DoctorCheck } from '../../report/doctor-report.js';
import type { Endpoint } from '../target/endpoint.js';
import { heldPairs } from '../../contract/items.js';
import type { Operation } from '../../operation/operation.js';
import { whyNotRestorable } from '../restore/restoring-body.js';
import { wayTrouble } from '../way-trouble.js';
import { ask, NOT_SERVED, type DoctorAnswer, type How } from './ask.js';
import { wrongAddressCheck } from './way-checks.js';

/** How long a signature is valid, in milliseconds. */
const SKEW = 900_000;
const SAMPLES = 5;

/**
 * Checks the services and credentials that a run would use, one request at a time. Stops once the target refuses the
 * credentials: bad signatures may lock a key.
 */
export async function serviceChecks(endpoint: Endpoint, operation: Operation, config: Config): Promise<DoctorCheck[]> {
  const { target } = endpoint;
  const mayUpdate = config.allowProduction || !isProduction(target.url);
  const checks: DoctorCheck[] = [];
  const states: (JsonObject | null)[] = [];
  let how: How | null = 'GET';
  const [first = '', ...others] = target.serviceIds;
  const byGet = await ask(endpoint, 'GET', first);
  let answer = byGet;
  if (isNotServed(byGet)) {
    how = mayUpdate ? 'PUT {}' : null;
    if (how !== null) answer = await ask(endpoint, how, first);
  }
  checks.push(clockCheck(byGet, endpoint));
  const refused = await credentialCheck(answer, endpoint, config);
  if (refused.outcome === 'problem') return [...checks, refused];
  checks.push(refused, readsCheck(byGet, how, operation));
  if (how === null) return checks;
  endpoint.readsBy(how);
  checks.push(serviceCheck(first, answer, operation));
  states.push(answer.value);
  for (const id of others) {
    const read = await ask(endpoint, how, id);
    states.push(read.value);
    checks.push(serviceCheck(id, read, operation));
  }
  checks.push(await siblingCheck(endpoint, operation, how, states[0] ?? null));
  checks.push(await foreignCheck(endpoint, how));
  const times: number[] = [];
  for (let n = 0; n < (how === 'GET' && answer.value !== null ? SAMPLES : 0); n += 1)
    times.push((await ask(endpoint, how, first)).took);
  if (times.length > 0) checks.push(latencyCheck(times));
  return checks;
}

/** Whether the target may not serve GET, so that only an update can show whether the service exists. */
function isNotServed({ status, value }: DoctorAnswer): boolean {
  return status !== null && (NOT_SERVED.has(status) || (status === 200 && value === null));
}

function clockCheck({ date, status }: DoctorAnswer, { address }: Endpoint): DoctorCheck {
  if (status === null || date === null) return note('clock', 'the target sends no Date header');
  const off = Date.now() - date;
  const found = `this machine is ${Math.abs(Math.round(off / 1_000))} s ${off < 0 ? 'behind' : 'ahead of'} the target`;
  if (address.signs === null || Math.abs(off) < SKEW)
    return Math.abs(off) < 5_000
      ? ok('clock', 'the clocks of this machine and the target agree')
      : note('clock', found);
  return problem('clock', found, 'Signatures are valid for 15 minutes: set the clock.');
}

async function credentialCheck(
  { status, told, instead, wrong: anotherAnswers }: DoctorAnswer,
  { address, target, way }: Endpoint,
  config: Config,
): Promise<DoctorCheck> {
  const wrong = anotherAnswers ?? (await wayTrouble(config, instead, { way }));
  const signed = address.token === null;
  const name = signed ? 'AK and SK' : 'token';
  if (wrong !== null) return wrongAddressCheck('answer', wrong);
  if (status === null) return problem('answer', told, 'Is a service that speaks HTTP/1.1 listening there?');
  if (status === 407) return problem('answer', told, 'Put user and password of the proxy into the URL of --proxy.');
  if (status === 401 || status === 403) {
    const remedy = signed
      ? `Are AK and SK right, not locked, and allowed to use project ${target.projectId}?`
      : `Is the token still valid, and for project ${target.projectId}?`;
    return problem(name, `refused: ${told}`, remedy);
  }
  if (status === 429 || status >= 500)
    return problem('answer', `${told}, three times`, 'Wait until the target answers, or lower its load.');
  return ok(name, 'accepted');
}

function readsCheck(byGet: DoctorAnswer, how: How | null, { shown, stored }: Operation): DoctorCheck {
  if (how === 'GET') return ok('reads', 'GET is served');
  if (how === null) {
    const remedy = 'An empty update would show it: add --allow-production to send one.';
    return problem('reads', `GET shows no service (${byGet.told})`, remedy);
  }
  const changed = shown.flatMap(({ name, effect }) => (effect.kind === 'changed' ? [`${name} moves`] : []));
  const defaulting = stored.flatMap(({ name, fallback }) =>
    fallback === undefined ? [] : [`${name} may take its default`],
  );
  return note(
    'reads',
    `GET shows no service (${byGet.told}), so state is read with an empty update, here too: ${[...changed, ...defaulting].join(', and ')} (R12)`,
    'Serve GET, so that persistence can be judged.',
  );
}

function serviceCheck(id: string, { status, told, value }: DoctorAnswer, operation: Operation): DoctorCheck {
  const name = `service ${id}`;
  if (status === 404) return problem(name, 'not found (404)', 'Are the id and the project right?');
  if (status !== 200) return problem(name, told, 'A run needs to read it: see what the code means.');
  if (value === null) return problem(name, '200 without a JSON object', 'Is the URL that of the API?');
  const obstacle = whyNotRestorable(operation, value, id);
  if (obstacle !== null) {
    const remedy = 'A run changes only what an update can put back: it sends this service nothing that changes it.';
    return problem(name, `found, but could not be put back: ${obstacle}`, remedy);
  }
  const state = member(value, 'status');
  return ok(name, `found, ${typeof state === 'string' ? state : 'without a status'}`);
}

async function siblingCheck(
  endpoint: Endpoint,
  operation: Operation,
  how: How,
  first: JsonObject | null,
): Promise<DoctorCheck> {
  const id = endpoint.target.siblingServiceId;
  if (id === null) return note('sibling', 'none given: port conflicts (R19) will not be judged');
  const name = `sibling ${id}`;
  if (how !== 'GET') return note(name, 'it is only ever read, which needs GET: R19 will not be judged');
  const { value, told } = await ask(endpoint, 'GET', id);
  if (value === null) return problem(name, `not found: ${told}`, 'Name another service, or leave it out.');
  const { backend = 'resource' } = { backend: operation.backend ?? undefined };
  const shared = first !== null && member(value, backend) === member(first, backend);
  if (!shared) return problem(name, `its ${backend} is not that of the first service`, 'Name one that shares it.');
  const pairs = heldPairs(operation, value).length;
  return pairs > 0
    ? ok(name, `shares the ${backend} of the first service, and has ${pairs} ${pairs === 1 ? 'mapping' : 'mappings'}`)
    : problem(name, 'it has no ports that could conflict', 'Give it some, or name another service.');
}

async function foreignCheck(endpoint: Endpoint, how: How): Promise<DoctorCheck> {
  const { foreignToken } = endpoint.target;
  const name = 'foreign token';
  if (foreignToken === null) return note(name, 'none given: its refusal (R11) will not be judged');
  const address = { ...endpoint.address, token: foreignToken };
  const { status, told } = await ask(endpoint, how, endpoint.target.serviceIds[0] ?? '', address);
  if (status === 401 || status === 403 || status === 404) return ok(name, `refused: ${told}`);
  if (status === null || status === 429 || status >= 500)
    return note(name, `whether it is refused (R11) could not be seen: ${told}`);
  return problem(name, `not refused: ${told}`, 'Is it for another project? If so, the target lets strangers in.');
}

function latencyCheck(times: readonly number[]): DoctorCheck {
  const sorted = [...times].sort((a, b) => a - b);
  const shown = (ms: number | undefined) => `${Number((ms ?? 0).toPrecision(2))} ms`;
  const median = sorted[Math.floor(sorted.length / 2)];
  return ok('latency', `median ${shown(median)} of ${times.length} reads, at most ${shown(sorted.at(-1))}`);
}
