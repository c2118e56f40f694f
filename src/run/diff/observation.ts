import { errorText } from '../../checks/envelope.js';
import { decode, headerValues } from '../../checks/media.js';
import { learnPrefix, sameSet } from '../../checks/state.js';
import { isObject, member, equal, type Json, type JsonObject } from '../../shared/json.js';
import type { Asked } from '../../judge/classify.js';
import type { Settled } from '../../judge/settling.js';
import type { WireRequest } from '../../shared/model.js';
import type { Operation, StoredMember } from '../../operation/operation.js';

/** The answer of a target to a request of a case, without what must differ between targets: ids, times, host names. */
export interface Observation {
  /** `answer` is the reply to the case itself, `state` what a read showed afterwards. */
  readonly of: 'answer' | 'state';
  /** The status, `closed` or `breaks`; null if the conclusive answer was not seen. */
  readonly status: string | null;
  /** Form of the envelope of an error; null otherwise. */
  readonly envelope: string | null;
  /** Code of an error; null if there is none. */
  readonly code: string | null;
  readonly mediaType: string;
  /** JSON types of each member of a 200, including those within lists. */
  readonly types: ReadonlyMap<string, string>;
  /** How each member that the case sent came back in a 200. */
  readonly values: ReadonlyMap<string, string>;
  readonly request: WireRequest;
}

/** The comparable part of an answer. `sent` holds the members that the case would store. */
export function observe(
  { stored }: Pick<Operation, 'stored'>,
  request: WireRequest,
  asked: Asked,
  settled: Settled,
  sent: JsonObject | undefined,
): Observation {
  const of = asked.sends === 'read' ? 'state' : 'answer';
  const nothing = {
    of,
    envelope: null,
    code: null,
    mediaType: '',
    types: new Map(),
    values: new Map(),
    request,
  } as const;
  if (settled.kind !== 'answered') return { ...nothing, status: settled.kind === 'unjudged' ? null : settled.kind };
  const { response } = settled;
  const status = String(response.status);
  const [contentType = ''] = headerValues(response, 'content-type');
  const mediaType = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (response.status !== 200) {
    const { form, code } = errorText(response.body);
    return { ...nothing, status, mediaType, envelope: form, code };
  }
  const decoded = decode(response.body);
  const value = decoded.kind === 'broken' ? undefined : decoded.value;
  return {
    ...nothing,
    status,
    mediaType,
    types: typesIn(value),
    values: valuesIn(stored, value, sent, asked.purpose.serviceId),
  };
}

function typesIn(value: Json | undefined): Map<string, string> {
  const seen = new Map<string, Set<string>>();
  const visit = (here: Json | undefined, place: string): void => {
    const name = place === '' ? 'the whole reply' : place;
    const types = seen.get(name) ?? new Set();
    seen.set(name, types.add(typeOf(here)));
    if (Array.isArray(here)) for (const item of here as readonly Json[]) visit(item, `${place}[]`);
    else if (isObject(here))
      for (const [key, inner] of Object.entries(here)) visit(inner, place === '' ? key : `${place}.${key}`);
  };
  visit(value, '');
  return new Map([...seen].map(([name, types]) => [name, [...types].sort().join(' or ')]));
}

function typeOf(value: Json | undefined): string {
  if (value === undefined) return 'not JSON';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function valuesIn(
  stored: readonly StoredMember[],
  value: Json | undefined,
  sent: JsonObject | undefined,
  serviceId: string,
): Map<string, string> {
  if (!isObject(value) || sent === undefined) return new Map();
  return new Map(
    stored
      .filter(({ name }) => Object.hasOwn(sent, name))
      .map((one) => [one.name, relation(one, member(value, one.name), member(sent, one.name), serviceId)]),
  );
}

/** How a member came back. */
function relation(one: StoredMember, shown: Json | undefined, sent: Json | undefined, serviceId: string): string {
  if (shown === undefined) return 'left out';
  // A missing member with a default shows up among the types.
  if (equal(shown, sent) || sameSet(one, shown, sent, 'sent')) return 'as sent';
  const named = one.shownAs === 'decorated' && typeof shown === 'string' && typeof sent === 'string';
  const decorated =
    named && (sent === '' ? shown.endsWith(`.${serviceId}`) : learnPrefix(sent, shown, serviceId) !== null);
  return decorated ? 'decorated' : 'not as sent';
}
