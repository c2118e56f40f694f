import { checkEnvelope, envelopeRequirement, errorText, UNLISTED_ENVELOPE } from '../checks/envelope.js';
import { checkLeaks, type SentCredential } from '../checks/leaks.js';
import { checkForm, checkIdentity, checkMembers, identityRequirements, type ReplySchema } from '../checks/reply.js';
import { headerValues } from '../checks/media.js';
import type { JsonObject } from '../shared/json.js';
import type { AttemptResponse, Finding, Profile, WireRequest } from '../shared/model.js';
import type { RawParts } from '../contract/case.js';
import type { Operation } from '../operation/operation.js';
import type { Asked } from './classify.js';
import type { Ledger } from './ledger.js';

const noLeak = ['credential', 'stack-trace', 'source-path'].map((leak) => `errors/no-leak/${leak}`);

const ofForm = ['content-type', 'utf-8', 'json', 'object'].map((part) => `reply/${part}`);

/** Judges what must hold of every reply, whatever the request was. */
export class Watch {
  /** The forms of envelope seen, each with the first part of its code. */
  readonly envelopes = new Set<string>();
  readonly #values = new WeakMap<AttemptResponse, JsonObject | null>();

  /** The requirements on values in the reply, by the place of the value. */
  readonly #byPlace: { readonly place: readonly string[]; readonly ids: string[] }[] = [];
  readonly #ofIdentity: readonly string[];

  constructor(
    private readonly ledger: Ledger,
    private readonly schema: ReplySchema,
    private readonly documentedStatuses: ReadonlySet<number>,
    replyRequirements: readonly { readonly id: string; readonly place: readonly string[] }[],
    private readonly profile: Profile,
    private readonly projectId: string,
    private readonly operation: Operation,
    private readonly isForwarded: () => boolean = () => false,
  ) {
    this.#ofIdentity = identityRequirements(operation);
    for (const { id, place } of replyRequirements) {
      const known = this.#byPlace.find((one) => one.place.join('/') === place.join('/'));
      if (known === undefined) this.#byPlace.push({ place, ids: [id] });
      else known.ids.push(id);
    }
  }

  /** Judges a reply on its own (R22 to R25, R27 to R29) and enters what it finds. */
  observe(request: WireRequest, response: AttemptResponse, asked: Asked): void {
    if (asked.sends === 'read') return;
    const findings = [
      ...(asked.belowApi && response.status !== 200 ? [] : this.#status(response, asked)),
      ...(asked.belowApi ? [] : this.#coding(response)),
      ...(response.status === 200 ? this.#ok(request, response, asked) : this.#error(request, response, asked)),
    ];
    if (findings.length === 0) return;
    this.ledger.blame(asked.purpose, findings, [{ role: 'case', request, attempts: [response] }]);
  }

  /** The object in a 200; null if it has none. */
  value(response: AttemptResponse): JsonObject | null {
    let value = this.#values.get(response);
    if (value === undefined) {
      value = checkForm(response).value;
      this.#values.set(response, value);
    }
    return value;
  }

  #status(response: AttemptResponse, { statuses }: Asked): Finding[] {
    const { status } = response;
    if (status === 200) this.ledger.watched('reply/status');
    if (this.documentedStatuses.has(status) || statuses.includes(status)) {
      this.ledger.watched('errors/documented-status');
      return [];
    }
    const received = String(status);
    const unlisted = {
      requirement: 'errors/documented-status',
      expected: 'a status that the document lists',
      received,
    };
    return status > 200 && status < 300
      ? [{ requirement: 'reply/status', expected: '200', received }, unlisted]
      : [unlisted];
  }

  /** Judges the content coding: every request asks for identity. */
  #coding(response: AttemptResponse): Finding[] {
    // A forwarding proxy may ask for other codings.
    if (this.isForwarded()) return [];
    const coding = headerValues(response, 'content-encoding').join(', ');
    this.ledger.watched('reply/content-coding');
    if (/^(?:identity)?$/i.test(coding.trim())) return [];
    return [{ requirement: 'reply/content-coding', expected: 'no Content-Encoding', received: coding }];
  }

  #error(request: WireRequest, response: AttemptResponse, asked: Asked): Finding[] {
    const findings: Finding[] = [];
    // Below the API, 4xx may come without the envelope (R31).
    const { testCase } = asked.purpose;
    const below =
      (asked.belowApi || (request.raw !== undefined && isBelow(testCase?.raw ?? null, request, response.status))) &&
      !knowsTokens(testCase?.raw ?? null, response.status);
    if (!below && testCase !== null && this.#isTolerated(response, asked))
      findings.push(
        ...checkEnvelope(response, this.profile).map((finding) => ({ ...finding, requirement: testCase.requirement })),
      );
    if (!below && this.documentedStatuses.has(response.status)) {
      const { form, code } = errorText(response.body);
      if (form !== 'none') this.envelopes.add(`${form}, ${(code ?? 'no code').split('.')[0]}`);
      const envelope = checkEnvelope(response, this.profile);
      if (envelope.length === 0) this.ledger.watched(envelopeRequirement(response.status));
      findings.push(...envelope);
    } else if (!below && response.status >= 400 && !asked.statuses.includes(response.status)) {
      // A wrong status does not excuse what the reply says.
      const envelope = checkEnvelope(response, this.profile, UNLISTED_ENVELOPE);
      if (envelope.length === 0) this.ledger.watched(UNLISTED_ENVELOPE);
      findings.push(...envelope);
    }
    if (response.status === 405 && request.method !== this.operation.method) findings.push(...this.#allow(response));
    const leaks = response.status >= 400 ? checkLeaks(response.body, sentCredentials(request)) : [];
    for (const requirement of noLeak) this.ledger.watched(requirement);
    return [...findings, ...leaks];
  }

  /** The ids in the path, which may be in upper case (R24). */
  #idsOf({ path }: WireRequest, { purpose: { serviceId } }: Asked): Parameters<typeof checkIdentity>[2] {
    const { projectId } = this;
    return { serviceId, projectId, upperCase: !path.includes(serviceId) || !path.includes(projectId) };
  }

  /** Whether a status conforms for this request alone, so that no other requirement covers its envelope. */
  #isTolerated({ status }: AttemptResponse, { statuses }: Asked): boolean {
    return status >= 400 && statuses.includes(status) && !this.documentedStatuses.has(status);
  }

  #allow(response: AttemptResponse): Finding[] {
    const allow = headerValues(response, 'allow').join(', ');
    const { method } = this.operation;
    if (allow.split(/[\s,]+/).includes(method)) {
      this.ledger.watched('methods/allow');
      return [];
    }
    return [
      {
        requirement: 'methods/allow',
        expected: `an Allow header that names ${method}`,
        received: allow || 'no Allow header',
      },
    ];
  }

  #ok(request: WireRequest, response: AttemptResponse, asked: Asked): Finding[] {
    if (request.method !== this.operation.method) return [];
    const { findings, value } = checkForm(response);
    this.#values.set(response, value);
    for (const id of ofForm) this.ledger.watched(id);
    // A wrongly accepted body shows up in the reply: one breach is not reported twice.
    const unlawful = asked.purpose.testCase?.applies.length === 0;
    if (value === null || unlawful) return findings;
    for (const { place, ids } of this.#byPlace)
      if (reaches(value, place)) for (const id of ids) this.ledger.watched(id);
    for (const id of this.#ofIdentity) this.ledger.watched(id);
    return [
      ...findings,
      ...checkMembers(this.operation, value, this.schema, this.profile),
      ...checkIdentity(this.operation, value, this.#idsOf(request, asked)),
    ];
  }
}

/** The statuses with which an HTTP server refuses a form of a request that it does not support (R31). */
const refusesForms: ReadonlySet<number> = new Set([400, 411, 417]);

/**
 * Whether the HTTP server may have answered a raw request by itself, without the envelope (R31). If the head is
 * ordinary, only with a status about the framing or the expectation, and only if these are unusual.
 */
function isBelow(raw: RawParts | null, { headers }: WireRequest, status: number): boolean {
  // A method or a version of HTTP that the server does not know (RFC 9110, 15.6.2 and 15.6.6).
  if (status >= 500) return (status === 501 || status === 505) && raw !== null && raw.requestLine !== null;
  if (raw === null || raw.requestLine !== null || raw.omitHost || raw.behind !== undefined) return true;
  const expects = headers.some(([name]) => name.toLowerCase() === 'expect');
  const isPlain = (raw.framing === 'content-length' || raw.framing === 'split') && !expects;
  return !isPlain && refusesForms.has(status);
}

/**
 * Whether only the API can have answered: a server that does not speak HTTP/1.0 knows no tokens that it could refuse.
 */
function knowsTokens(raw: RawParts | null, status: number): boolean {
  return status === 401 && raw?.requestLine?.endsWith(' HTTP/1.0') === true;
}

/** Whether a reply has a value at a place; `*` is the first item. */
function reaches(value: JsonObject, place: readonly string[]): boolean {
  let here: unknown = value;
  for (const part of place) {
    if (typeof here !== 'object' || here === null || (part === '*' && !Array.isArray(here))) return false;
    const name = part === '*' ? '0' : part;
    if (!Object.hasOwn(here, name)) return false;
    here = (here as Record<string, unknown>)[name];
  }
  return true;
}

const carriers: ReadonlySet<string> = new Set(['x-auth-token', 'x-security-token', 'authorization']);

/** The credentials that a request carries. */
export function sentCredentials({ headers }: WireRequest): SentCredential[] {
  const credentials: SentCredential[] = [];
  for (const [name, value] of headers) {
    if (carriers.has(name.toLowerCase())) credentials.push({ name, value: value.trim() });
  }
  return credentials;
}
