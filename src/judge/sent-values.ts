import { createHash } from 'node:crypto';
import { bareName, portsKey, type Naming } from '../checks/state.js';
import { member, type Json, type JsonObject } from '../json.js';
import { storedMembers, type StoredMember } from '../service-members.js';

/** Remembers what was sent to which service, to tell a lost or leaked update from another writer. */
export class SentValues {
  readonly #services = new Map<string, Set<string>>();

  /** Notes the members of a body that was sent to a service, or of a state that it was found in. */
  note(serviceId: string, body: JsonObject, naming: Naming): void {
    for (const name of storedMembers) {
      const value = member(body, name);
      if (value === undefined) continue;
      const key = keyOf(name, value, naming);
      const services = this.#services.get(key);
      if (services === undefined) this.#services.set(key, new Set([serviceId]));
      else services.add(serviceId);
    }
  }

  /** The services that a shown value was sent to. */
  sentTo(name: StoredMember, shown: Json | undefined, naming: Naming): ReadonlySet<string> {
    return this.#services.get(keyOf(name, shown, naming)) ?? new Set();
  }

  /** Whether a shown value can stem from this run: it was sent to some service, found at the start, or is a cleared one. */
  explains(name: StoredMember, shown: Json | undefined, naming: Naming): boolean {
    return isCleared(name, shown, naming) || this.sentTo(name, shown, naming).size > 0;
  }
}

function isCleared(name: StoredMember, shown: Json | undefined, naming: Naming): boolean {
  if (shown === undefined || shown === null || shown === '' || name === 'approval_enabled') return true;
  if (name === 'service_name') return typeof shown === 'string' && bareName(shown, naming) === '';
  return Array.isArray(shown) && shown.length === 0;
}

/** The name within a decoration by whatever prefix: names hold no dots. */
function innermost(shown: string, { serviceId }: Naming): string {
  const tail = `.${serviceId}`;
  return shown.endsWith(tail) ? (shown.slice(0, -tail.length).split('.').at(-1) ?? '') : shown;
}

/** What a value is known by. Lists of mappings are long, and many: of them a digest is kept. */
function keyOf(name: StoredMember, value: Json | undefined, naming: Naming): string {
  const key = textOf(name, value, naming);
  return key.length > 200 ? createHash('sha1').update(key).digest('base64') : key;
}

function textOf(name: StoredMember, value: Json | undefined, naming: Naming): string {
  if (name === 'service_name' && typeof value === 'string')
    return `${name}:${innermost(bareName(value, naming), naming)}`;
  if (name === 'ports' && Array.isArray(value)) return `${name}:${portsKey(value as Json[], 'sent')}`;
  if (name === 'port_id' && typeof value === 'string') return `${name}:${value.toLowerCase()}`;
  return `${name}:${JSON.stringify(value)}`;
}
