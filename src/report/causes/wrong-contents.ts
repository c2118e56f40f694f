import { isObject, type Json, type JsonObject } from '../../shared/json.js';
import { parseJson } from '../../shared/parse-json.js';
import type { Finding } from '../../shared/model.js';
import { cellsOf, cover } from './cover.js';
import { few, gather, type Group } from './group.js';
import { slug } from './input.js';
import type { Symptom } from './symptom.js';

const FORM = new Set(['reply/content-type', 'reply/utf-8', 'reply/json', 'reply/object']);

/** What stands in replies and must not, or does not and must: by what the findings have in common. */
export function contents(symptoms: readonly Symptom[]): readonly Group[] {
  const left = new Set(symptoms);
  const take = (chosen: (symptom: Symptom) => boolean): readonly Symptom[] => {
    const own = [...left].filter(chosen);
    for (const symptom of own) left.delete(symptom);
    return own;
  };
  const groups: Group[] = [];
  const add = (id: string, says: (own: readonly Symptom[]) => string, own: readonly Symptom[], grave = false) => {
    if (own.length > 0) groups.push({ id, says: says(own), symptoms: own, grave });
  };
  add('stored/other-members', sentences.stored, take(isStoredAsSent));
  add('reply/form', sentences.form, take(isForm), true);
  const isNull = ({ finding, requirement: { id } }: Symptom) => id.startsWith('reply/') && finding?.received === 'null';
  const nulls = take(isNull);
  add('reply/null', sentences.null, [
    ...nulls,
    ...take((symptom) => isEffect(symptom) && symptom.finding?.received === 'null' && sharesMember(symptom, nulls)),
  ]);
  const isAbsent = ({ requirement: { id } }: Symptom) => /^reply\/.*\/required$/.test(id);
  const absent = take(isAbsent);
  add('reply/required', sentences.absent, [
    ...absent,
    ...take((symptom) => isEffect(symptom) && symptom.finding?.received === 'absent' && sharesMember(symptom, absent)),
  ]);
  for (const own of gather(take(isMisformed), shapeOf).values())
    add(`reply/format/${memberOf(own[0])}`, sentences.format, own);
  for (const own of gather(take(isMistyped), typesOf).values())
    add(`reply/type/${memberOf(own[0])}`, sentences.type, own);
  add(
    'reply/identity',
    sentences.identity,
    take(({ requirement: { id } }) => id.endsWith('/matches-path')),
  );
  for (const own of gather(take(isEnvelope), envelopeKey).values()) add(envelopeId(own[0]), sentences.envelope, own);
  add('errors/forced', sentences.forced, take(isIn('errors/forced/')));
  add('errors/leak', sentences.leak, take(isInsight));
  groups.push(...effects(take(isEffect)));
  for (const own of left) add(own.requirement.id, sentences.alone, [own]);
  return groups;
}

const sentences = {
  stored: (own) => `Members that no update may set are stored as they were sent: ${membersOf(own)}`,
  form: (own) => `A 200 is not what it should be: expected ${expectedOf(own)}, received ${receivedOf(own)}`,
  null: (own) => `Members without a value are shown as null; they must be absent or have one: ${membersOf(own)}`,
  absent: (own) => `The reply lacks ${membersOf(own)}`,
  format: (own) => `The reply shows ${membersOf(own)} in another layout: ${receivedOf(own)}`,
  type: (own) => `The reply shows ${membersOf(own)} as another type: ${expectedOf(own)}, received ${receivedOf(own)}`,
  identity: (own) => `The reply is about another service than the path: ${membersOf(own)}`,
  envelope: (own) =>
    `Errors do not have the envelope of the document: ${[own[0]?.finding?.pointer ?? '', 'expected'].join(' ').trim()} ${expectedOf(own)}, received ${receivedOf(own)} (${few(own.map(statusOf), 6)})`,
  forced: (own) => `A status that is asked for is not given: ${few(own.map(statusOf), 6)}`,
  leak: (own) => `Errors show the inside of the service: ${receivedOf(own)}`,
  alone: (own) => `Breached: ${own[0]?.requirement.says ?? ''}`,
} satisfies Readonly<Record<string, (own: readonly Symptom[]) => string>>;

const ASPECTS: Readonly<Record<string, string>> = {
  echo: 'The reply does not show what was sent',
  persist: 'A read does not show what was accepted',
  kept: 'A member that was left out does not keep its value',
  constant: 'An update changes what it must not touch',
  idempotent: 'The same update again has another outcome',
};

/** What updates do to the service: by the member that fares ill in every respect, or by the respect in which several do. */
function effects(symptoms: readonly Symptom[]): readonly Group[] {
  const cells = cellsOf(symptoms, ({ requirement: { id }, finding }) => ({
    row: (finding?.pointer ?? '').split('/')[1] ?? '',
    column: ASPECTS[id.split('/')[1] ?? ''] === undefined ? id : (id.split('/')[1] ?? id),
  }));
  return cover(cells, (member) => member !== '').map(({ by, name, cells: own }): Group => {
    const items = own.flatMap((cell) => cell.items);
    if (by === 'row' && own.length > 1) {
      const says = `${name} is not shown and kept as it was sent`;
      return { id: `effect/${slug(name)}`, says, symptoms: items, grave: false };
    }
    const column = own[0]?.column ?? name;
    const aspect = ASPECTS[column];
    const says = aspect === undefined ? sentences.alone(items) : `${aspect}: ${membersOf(items)}`;
    return { id: aspect === undefined ? column : `effect/${column}`, says, symptoms: items, grave: false };
  });
}

function isIn(chapter: string): (symptom: Symptom) => boolean {
  return ({ requirement: { id } }) => id.startsWith(chapter);
}

const isEffect = isIn('effect/');
const isEnvelope = isIn('errors/envelope/');

function isInsight({ requirement: { id } }: Symptom): boolean {
  return id === 'errors/no-leak/stack-trace' || id === 'errors/no-leak/source-path';
}

function isForm({ requirement: { id } }: Symptom): boolean {
  return FORM.has(id);
}

function isMisformed({ requirement: { id } }: Symptom): boolean {
  return /^reply\/.*\/(?:pattern|format)$/.test(id);
}

function isMistyped({ requirement: { id } }: Symptom): boolean {
  return /^reply\/.*\/type$/.test(id);
}

/** Whether a reply shows what the body sent for a member that no update sets. */
function isStoredAsSent({ requirement: { id }, finding, failure }: Symptom): boolean {
  if (finding === null || !/^(?:reply|effect\/constant)\//.test(id)) return false;
  const [, name, ...deeper] = (finding.pointer ?? '').split('/');
  if (name === undefined || deeper.length > 0) return false;
  return (failure?.exchanges ?? []).some(({ body }) => {
    const sent = objectOf(body);
    if (sent === null || !Object.hasOwn(sent, name)) return false;
    const value = sent[name];
    return finding.received === JSON.stringify(value) || finding.received === value;
  });
}

function objectOf(body: string | null): JsonObject | null {
  try {
    const value = parseJson(body ?? '');
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function sharesMember(symptom: Symptom, others: readonly Symptom[]): boolean {
  return others.some((other) => memberOf(other) === memberOf(symptom));
}

/** Member of a body that a symptom is about, `ports.protocol` for one within another. */
function memberOf(symptom: Symptom | undefined): string {
  const parts = (symptom?.finding?.pointer ?? '').split('/').filter((part) => part !== '' && !/^\d+$/.test(part));
  return parts.join('.');
}

function membersOf(own: readonly Symptom[]): string {
  return few(own.map(memberOf), 6);
}

function shapeOf({ finding }: Symptom): string {
  return (finding?.received ?? '').replace(/\d/g, '9').replace(/[a-z]+/g, 'a');
}

function typesOf({ finding }: Symptom): string {
  return `${finding?.expected ?? ''}\n${jsonKind(finding)}`;
}

/** What stands instead of an envelope: errors from one source share it. */
export function envelopeKey({ finding, exchange }: Symptom): string {
  const kind = jsonKind(finding);
  const members = kind === 'absent' ? objectOf(exchange?.responseBody ?? null) : null;
  const shape = Object.entries(members ?? {}).map(([name, value]) => `${name} ${jsonKindOf(value)}`);
  return [finding?.pointer ?? '-', finding?.expected ?? '', kind, ...shape.sort()].join('\n');
}

function jsonKindOf(value: Json | undefined): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function envelopeId(symptom: Symptom | undefined): string {
  const { pointer } = symptom?.finding ?? {};
  return `envelope/${slug(`${pointer === undefined ? 'media-type' : pointer.slice(1) || 'body'}-${jsonKind(symptom?.finding ?? null)}`)}`;
}

/** What kind of JSON value was received; what is none stands for itself. */
function jsonKind(finding: Finding | null): string {
  const received = finding?.received ?? '';
  switch (received.charAt(0)) {
    case '"':
      return 'string';
    case '{':
      return 'object';
    case '[':
      return 'array';
    default:
      return /^-?\d+(?:\.\d+)?$/.test(received) ? 'number' : received;
  }
}

function statusOf({ requirement: { id } }: Symptom): string {
  return id.split('/').at(-1) ?? id;
}

function expectedOf(own: readonly Symptom[]): string {
  return own[0]?.finding?.expected ?? '';
}

function receivedOf(own: readonly Symptom[]): string {
  return own[0]?.finding?.received ?? '';
}
