import { equal, isObject, member, type Json, type JsonObject } from '../json.js';
import type { Finding } from '../model.js';
import { constantMembers, storedMembers, type StoredMember } from '../service-members.js';
import { describe } from './envelope.js';

/**
 * A value that a member may have. `shown` tells a value that stood in a reply, where a name may be decorated, from one
 * that was sent.
 */
export interface Alternative {
  readonly value: Json | undefined;
  readonly shown: boolean;
}

/** What a service may hold: for each member the values that conform. */
export type Expected = Readonly<Record<StoredMember, readonly Alternative[]>>;

/** What is needed to undo the decoration of a name: `prefix.name.id` (R15). */
export interface Naming {
  readonly serviceId: string;
  /** Learned from the first accepted name that is not empty; null before. */
  readonly prefix: string | null;
}

/** What a reply shows, taken as it is. */
export function expectedFrom(reply: JsonObject): Expected {
  const of = (name: StoredMember): readonly Alternative[] => [{ value: member(reply, name), shown: true }];
  return {
    approval_enabled: of('approval_enabled'),
    service_name: of('service_name'),
    ports: of('ports'),
    port_id: of('port_id'),
    description: of('description'),
  };
}

/** The name without its decoration, where it has one. */
export function bareName(shown: string, naming: Naming): string {
  if (naming.prefix === null) return shown;
  if (shown === `${naming.prefix}.${naming.serviceId}`) return '';
  const [head, tail] = [`${naming.prefix}.`, `.${naming.serviceId}`];
  return shown.startsWith(head) && shown.endsWith(tail) && shown.length > head.length + tail.length
    ? shown.slice(head.length, -tail.length)
    : shown;
}

/** The prefix with which a reply decorated the name that was sent; null where it did not. */
export function learnPrefix(sent: string, shown: string, serviceId: string): string | null {
  const tail = `.${sent}.${serviceId}`;
  return sent !== '' && shown.endsWith(tail) && shown.length > tail.length ? shown.slice(0, -tail.length) : null;
}

function nameMatches(alternative: Alternative, shown: string, naming: Naming): boolean {
  const { value } = alternative;
  if (typeof value !== 'string') return false;
  if (shown === value) return true;
  const wanted = alternative.shown ? bareName(value, naming) : value;
  if (naming.prefix !== null) return bareName(shown, naming) === wanted;
  if (alternative.shown) return mayBeOne(value, shown, naming) || mayBeOne(shown, value, naming);
  return wanted === ''
    ? shown.endsWith(`.${naming.serviceId}`) && shown.length > naming.serviceId.length + 1
    : learnPrefix(wanted, shown, naming.serviceId) !== null;
}

/** The form in which a name is shown: replies to updates, and reads, have one each (R15). Null for a name that is empty. */
export function formOf(shown: Json | undefined, { serviceId }: Naming): 'bare' | 'decorated' | null {
  if (typeof shown !== 'string' || shown === '') return null;
  return shown.endsWith(`.${serviceId}`) && shown.length > serviceId.length + 1 ? 'decorated' : 'bare';
}

/**
 * Whether a bare name may be that within a decorated one, while the prefix is not known: names hold no dots, and of an empty
 * one only the prefix is left.
 */
function mayBeOne(bare: string, decorated: string, naming: Naming): boolean {
  if (formOf(decorated, naming) !== 'decorated' || bare.includes('.')) return false;
  const parts = decorated.slice(0, -naming.serviceId.length - 1).split('.');
  return bare === '' || (parts.length > 1 && parts.at(-1) === bare);
}

/**
 * The mappings as a set: their order carries no meaning. Where they were sent, an omitted protocol is TCP; where a reply
 * shows what was sent, it has to be there (R14).
 */
export function portsKey(ports: readonly Json[], from: 'sent' | 'shown'): string {
  let key = keys[from].get(ports);
  if (key === undefined) {
    key = ports
      .map((mapping) => (isObject(mapping) ? mappingKey(mapping, from) : JSON.stringify(mapping)))
      .sort()
      .join();
    keys[from].set(ports, key);
  }
  return key;
}

/** The same list is held against others several times. */
const keys = { sent: new WeakMap<readonly Json[], string>(), shown: new WeakMap<readonly Json[], string>() };

function mappingKey(mapping: JsonObject, from: 'sent' | 'shown'): string {
  const [client, server] = [member(mapping, 'client_port'), member(mapping, 'server_port')];
  // Of a mapping without both ports nothing is said (R4).
  const omitted = from === 'sent' || client === undefined || server === undefined ? 'TCP' : null;
  return JSON.stringify([client, server, member(mapping, 'protocol') ?? omitted]);
}

/** Whether a shown value is the one that an alternative stands for. */
export function matches(
  name: StoredMember,
  alternative: Alternative,
  shown: Json | undefined,
  naming: Naming,
): boolean {
  const { value } = alternative;
  if (name === 'service_name' && typeof shown === 'string') return nameMatches(alternative, shown, naming);
  if (name === 'ports' && Array.isArray(value) && Array.isArray(shown)) {
    // Of what a reply has shown before, this is no echo: that it leaves a protocol out is said of the echo.
    const as = alternative.shown ? 'sent' : 'shown';
    return value.length === shown.length && portsKey(value as Json[], 'sent') === portsKey(shown as Json[], as);
  }
  return equal(value, shown);
}

/** What a service may hold after it accepted one of the bodies (R12 to R15). */
export function applied(before: Expected, bodies: readonly JsonObject[]): Expected {
  const after = {} as Record<StoredMember, readonly Alternative[]>;
  for (const name of storedMembers) {
    const given = bodies
      .filter((body) => Object.hasOwn(body, name))
      .map((body) => ({ value: member(body, name), shown: false }));
    const omitted = given.length < bodies.length;
    const kept = name === 'approval_enabled' ? [...before[name], { value: true, shown: false }] : before[name];
    after[name] = distinct(omitted ? [...given, ...kept] : given);
  }
  return after;
}

/** Alternatives without those that stand for the same: a row of unanswered writes must not pile them up. */
function distinct(alternatives: readonly Alternative[]): readonly Alternative[] {
  if (alternatives.length < 2) return alternatives;
  const byKey = new Map(alternatives.map((one) => [`${one.shown} ${JSON.stringify(one.value)}`, one]));
  return [...byKey.values()];
}

/** Both of two expectations: a write that got no answer may or may not have taken effect. */
export function either(a: Expected, b: Expected): Expected {
  const both = {} as Record<StoredMember, readonly Alternative[]>;
  for (const name of storedMembers) both[name] = distinct([...a[name], ...b[name]]);
  return both;
}

/** One member that a reply or a read shows otherwise than it must. */
export interface Mismatch {
  readonly name: StoredMember;
  readonly expected: readonly Alternative[];
  readonly shown: Json | undefined;
}

/** Where a representation departs from what the service may hold. */
export function mismatches(
  shown: JsonObject,
  expected: Expected,
  naming: Naming,
  options: { readonly sent: ReadonlySet<string> | null; readonly foldsPortId: boolean },
): Mismatch[] {
  const found: Mismatch[] = [];
  for (const name of storedMembers) {
    const value = member(shown, name);
    if (
      value === undefined &&
      (name === 'description' ? options.sent !== null && !options.sent.has(name) : options.sent !== null)
    ) {
      continue;
    }
    const folded =
      options.foldsPortId && name === 'port_id' && typeof value === 'string'
        ? expected[name].some((a) => typeof a.value === 'string' && a.value.toLowerCase() === value.toLowerCase())
        : false;
    if (!folded && !expected[name].some((alternative) => matches(name, alternative, value, naming))) {
      found.push({ name, expected: expected[name], shown: value });
    }
  }
  return found;
}

/** What is known of a service once a reply has shown it: where the reply departs, its own word conforms too. */
export function adopt(shown: JsonObject, expected: Expected, naming: Naming): Expected {
  const known = {} as Record<StoredMember, readonly Alternative[]>;
  for (const name of storedMembers) {
    const value = member(shown, name);
    const met = expected[name].filter((alternative) => matches(name, alternative, value, naming));
    if (met.length > 0) known[name] = [met[0] as Alternative];
    else if (value === undefined) known[name] = expected[name];
    else known[name] = [...expected[name], { value, shown: true }];
  }
  return known;
}

/** A mismatch as a finding of a requirement. */
export function mismatchFinding(requirement: string, mismatch: Mismatch): Finding {
  const { name, expected, shown } = mismatch;
  if (name === 'ports' && Array.isArray(shown))
    return { requirement, pointer: '/ports', ...portsDifference(expected, shown as Json[]) };
  const wanted = [...new Set(expected.map(({ value }) => describe(value)))];
  return { requirement, pointer: `/${name}`, expected: wanted.join(' or '), received: describe(shown) };
}

function portsDifference(
  expected: readonly Alternative[],
  shown: readonly Json[],
): { expected: string; received: string } {
  const wanted = expected.find(({ value }) => Array.isArray(value))?.value as readonly Json[] | undefined;
  if (wanted === undefined) return { expected: describe(expected[0]?.value), received: describe(shown) };
  const keys = (list: readonly Json[], from: 'sent' | 'shown'): Set<string> =>
    new Set(list.map((item) => portsKey([item], from)));
  const [had, has] = [keys(wanted, 'sent'), keys(shown, 'shown')];
  const missing = [...had].filter((key) => !has.has(key));
  const added = [...has].filter((key) => !had.has(key));
  // The same mappings, some of them several times.
  if (missing.length === 0 && added.length === 0 && wanted.length === shown.length)
    return { expected: describe(wanted), received: describe(shown) };
  const few = (list: readonly string[]): string =>
    list.length > 3 ? `${list.slice(0, 3).join(', ')} and ${list.length - 3} more` : list.join(', ');
  return {
    expected: `${wanted.length} mappings${missing.length > 0 ? `, among them ${few(missing)}` : ''}`,
    received: `${shown.length} mappings${added.length > 0 ? `, among them ${few(added)}` : ''}`,
  };
}

/** Members that no update sets and that this one changed all the same. */
export function checkConstant(shown: JsonObject, before: JsonObject): Finding[] {
  return constantMembers.flatMap((name) => {
    const [was, is] = [member(before, name), member(shown, name)];
    if (was === undefined || is === undefined || equal(was, is)) return [];
    return [
      { requirement: `effect/constant/${name}`, pointer: `/${name}`, expected: describe(was), received: describe(is) },
    ];
  });
}

/** The second of two equal updates shows the same representation as the first, but for updated_at and status (R17). */
export function checkSame(requirement: string, first: JsonObject, second: JsonObject): Finding[] {
  const names = ['id', 'project_id', 'created_at', 'vip_port_id', ...storedMembers, ...constantMembers];
  return names.flatMap((name) => {
    const [a, b] = [member(first, name), member(second, name)];
    const same =
      name === 'ports' && Array.isArray(a) && Array.isArray(b)
        ? a.length === b.length && portsKey(a as Json[], 'sent') === portsKey(b as Json[], 'sent')
        : equal(a, b);
    return same ? [] : [{ requirement, pointer: `/${name}`, expected: describe(a), received: describe(b) }];
  });
}
