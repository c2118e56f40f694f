import type { Json } from '../../shared/json.js';
import type { Finding } from '../../shared/model.js';
import type { RequirementReport } from '../requirement-report.js';
import { effects } from './effects.js';
import { few, gather, type Cause } from './cause.js';
import { slug } from './input.js';
import { memberOf, membersOf, objectOf, settable } from './members.js';
import { originsOf } from './stored.js';
import type { Symptom } from './symptom.js';

const FORM = new Set(['reply/content-type', 'reply/utf-8', 'reply/json', 'reply/object']);

/** Groups wrong contents of replies by what the findings have in common. */
export function contents(symptoms: readonly Symptom[], all: readonly RequirementReport[]): readonly Cause[] {
  const known = settable(all);
  const left = new Set(symptoms);
  const take = (chosen: (symptom: Symptom) => boolean): readonly Symptom[] => {
    const own = [...left].filter(chosen);
    for (const symptom of own) left.delete(symptom);
    return own;
  };
  const groups: Cause[] = [];
  const add = (id: string, says: (own: readonly Symptom[]) => string, own: readonly Symptom[], grave = false) => {
    if (own.length > 0) groups.push({ id, says: says(own), symptoms: own, grave });
  };
  const stored = take((symptom) => originsOf(symptom, known).includes('other-members'));
  // What was stored once is shown from then on.
  add('stored/other-members', sentences.stored, [
    ...stored,
    ...take((symptom) => isFixed(symptom) && sharesMember(symptom, stored)),
  ]);
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
  const insight = take(isInsight);
  const unclothed = groups.findIndex(({ symptoms: own }) =>
    insight.some((one) => own.some((other) => isOfOne(one, other))),
  );
  const envelope = groups[unclothed];
  if (envelope === undefined) add('errors/leak', sentences.leak, insight);
  else {
    const says = `${envelope.says}, and leak internals of the service`;
    groups[unclothed] = { ...envelope, says, symptoms: [...envelope.symptoms, ...insight] };
  }
  const state = effects(take(isOfState), known, all);
  // If nothing is stored, no time moves on.
  groups.push(...state.map((group) => (group.id === 'effect/nothing' ? withTimes(group, take(isOfTime)) : group)));
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
  forced: (own) => `A status that is asked for is not returned: ${few(own.map(statusOf), 6)}`,
  leak: (own) => `Errors leak internals of the service: ${receivedOf(own)}`,
  alone: (own) => `Breached: ${own[0]?.requirement.says ?? ''}`,
} satisfies Readonly<Record<string, (own: readonly Symptom[]) => string>>;

function isIn(chapter: string): (symptom: Symptom) => boolean {
  return ({ requirement: { id } }) => id.startsWith(chapter);
}

const isEffect = isIn('effect/');
const isEnvelope = isIn('errors/envelope/');

function isOfTime({ requirement: { id } }: Symptom): boolean {
  return id.endsWith('/moves-on');
}

function withTimes(group: Cause, times: readonly Symptom[]): Cause {
  return { ...group, symptoms: [...group.symptoms, ...times] };
}

function isInsight({ requirement: { id } }: Symptom): boolean {
  return id === 'errors/no-leak/stack-trace' || id === 'errors/no-leak/source-path';
}

/** Whether a symptom is about a member that no update changes. */
function isFixed({ requirement: { id } }: Symptom): boolean {
  return id.endsWith('/matches-path') || id.endsWith('/constant') || id.startsWith('effect/constant/');
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

/** Whether a symptom is about the value of a member that updates may change, rather than about its form in a reply. */
function isOfState(symptom: Symptom): boolean {
  const { requirement, finding } = symptom;
  return (
    isEffect(symptom) ||
    requirement.id.endsWith('/moves-on') ||
    (!/^(?:reply|errors|methods)\//.test(requirement.id) && (finding?.pointer ?? '') !== '')
  );
}

/** Whether two errors without the envelope come from one place: what they hold instead is of the same type. */
function isOfOne(insight: Symptom, other: Symptom): boolean {
  return isEnvelope(other) && typeOf(insight) !== '' && typeOf(insight) === typeOf(other);
}

function typeOf({ exchange }: Symptom): string {
  const [, value = ''] = exchange?.responseHeaders.find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return /json/i.test(value) ? '' : value;
}

function sharesMember(symptom: Symptom, others: readonly Symptom[]): boolean {
  return others.some((other) => memberOf(other) === memberOf(symptom));
}

function shapeOf({ finding }: Symptom): string {
  return (finding?.received ?? '').replace(/\d+/g, '9').replace(/[a-z]+/g, 'a');
}

function typesOf({ finding }: Symptom): string {
  return `${finding?.expected ?? ''}\n${jsonKind(finding)}`;
}

/** What an error holds instead of the envelope: errors from one source share it. */
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

/** The kind of JSON value that was received; anything else stands for itself. */
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
