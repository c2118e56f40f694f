import { createHash } from 'node:crypto';
import { bareName, setKey, type Mismatch, type Naming } from '../checks/state.js';
import { equal, member, type Json, type JsonObject } from '../shared/json.js';
import { storedMember, type Operation, type StoredMember } from '../operation/operation.js';

/** Remembers what was sent to which service, to tell a lost or leaked update from another writer. */
export class SentValues {
  readonly #services = new Map<string, Set<string>>();

  constructor(readonly operation: Operation) {}

  /** Notes the members of a body sent to a service, or of the state in which the service was found. */
  note(serviceId: string, body: JsonObject, naming: Naming): void {
    for (const stored of this.operation.stored) {
      const value = member(body, stored.name);
      if (value === undefined) continue;
      const key = keyOf(stored, value, naming);
      const services = this.#services.get(key);
      if (services === undefined) this.#services.set(key, new Set([serviceId]));
      else services.add(serviceId);
    }
  }

  /** The services that a shown value was sent to. */
  sentTo(name: string, shown: Json | undefined, naming: Naming): ReadonlySet<string> {
    const stored = storedMember(this.operation, name);
    return (stored === undefined ? undefined : this.#services.get(keyOf(stored, shown, naming))) ?? new Set();
  }

  /**
   * Whether a service shows a value that was sent only to others and that it cannot have made itself: neither a
   * boolean, nor a part of what it should show.
   */
  isForeign({ name, expected, shown }: Mismatch, naming: Naming): boolean {
    const to = this.sentTo(name, shown, naming);
    if (to.size === 0 || to.has(naming.serviceId) || typeof shown === 'boolean') return false;
    return !expected.some(({ value }) => isPartOf(shown, value));
  }

  /** Whether a shown value can come from this run: it was sent to some service, found at the start, or is cleared. */
  explains(name: string, shown: Json | undefined, naming: Naming): boolean {
    const stored = storedMember(this.operation, name);
    return stored !== undefined && (isCleared(stored, shown, naming) || this.sentTo(name, shown, naming).size > 0);
  }
}

/** Whether the letters and digits of a text occur in a row in another one, or all items of a list in another one. */
function isPartOf(shown: Json | undefined, whole: Json | undefined): boolean {
  if (typeof shown === 'string' && typeof whole === 'string') return letters(whole).includes(letters(shown));
  if (!Array.isArray(shown) || !Array.isArray(whole)) return false;
  return (shown as Json[]).every((one) => (whole as Json[]).some((own) => equal(one, own)));
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Whether a service may show a value that was never sent: an empty one, or a boolean. */
function isCleared({ shownAs, type }: StoredMember, shown: Json | undefined, naming: Naming): boolean {
  if (shown === undefined || shown === null || shown === '' || type === 'boolean') return true;
  if (shownAs === 'decorated') return typeof shown === 'string' && bareName(shown, naming) === '';
  return Array.isArray(shown) && shown.length === 0;
}

/** The name within a decoration with any prefix: names hold no dots. */
function innermost(shown: string, { serviceId }: Naming): string {
  const tail = `.${serviceId}`;
  return shown.endsWith(tail) ? (shown.slice(0, -tail.length).split('.').at(-1) ?? '') : shown;
}

/** The key of a value. Long values, such as lists of mappings, are kept as a digest. */
function keyOf(stored: StoredMember, value: Json | undefined, naming: Naming): string {
  const key = textOf(stored, value, naming);
  return key.length > 200 ? createHash('sha1').update(key).digest('base64') : key;
}

function textOf({ name, shownAs, item }: StoredMember, value: Json | undefined, naming: Naming): string {
  if (shownAs === 'decorated' && typeof value === 'string')
    return `${name}:${innermost(bareName(value, naming), naming)}`;
  if (shownAs === 'in-any-order' && Array.isArray(value)) return `${name}:${setKey(item, value as Json[], 'sent')}`;
  if (shownAs === 'in-any-case' && typeof value === 'string') return `${name}:${value.toLowerCase()}`;
  return `${name}:${JSON.stringify(value)}`;
}
