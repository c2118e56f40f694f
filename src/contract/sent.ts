import { isObject, member, stringify, type Draft, type Json, type JsonObject } from '../shared/json.js';
import type { Context } from './context.js';
import { openBy } from './openness.js';
import type { Sent } from './case.js';
import type { CaseMaker } from './requirement.js';
import type { Operation } from '../operation/operation.js';

/** An update with the documented headers and no body, from which every case is built. */
export function update({ operation: { method, path, headers } }: Pick<Context, 'operation'>): Sent {
  return {
    drawn: false,
    shape: 'single',
    method,
    path,
    headers,
    body: null,
    raw: null,
    applies: [],
    base: null,
    member: null,
    prepare: null,
    rival: null,
    open: null,
  };
}

/** An update without a body. */
export function withoutBody(): CaseMaker {
  return (context) => [update(context)];
}

/** Bytes as a case stores them: in base64. */
export function packed(bytes: Uint8Array | string): string {
  return Buffer.from(bytes as Uint8Array).toString('base64');
}

/** The members of a body that the operation knows, which acceptance stores. */
export function knownMembers({ members }: Pick<Operation, 'members'>, body: Json): JsonObject {
  if (!isObject(body)) return {};
  const known: Record<string, Json> = {};
  for (const { name } of members) {
    const value = member(body, name);
    if (value !== undefined) known[name] = value;
  }
  return known;
}

/** An update with a body. */
export function updateWith(draft: Draft, context: Context): Sent {
  const text = stringify(draft);
  const parsed = JSON.parse(text) as Json;
  return {
    ...update(context),
    body: packed(text),
    applies: [knownMembers(context.operation, parsed)],
    open: isObject(parsed) ? openBy(parsed, context) : null,
  };
}

/** Updates with these bodies, as they stand. */
export function body(...drafts: Draft[]): CaseMaker {
  return (context) => drafts.map((draft) => updateWith(draft, context));
}

/** Updates with bodies made from what is known about the service: the resource behind it, the free numbers. */
export function bodies(make: (context: Context) => readonly Draft[]): CaseMaker {
  return (context) => make(context).map((draft) => updateWith(draft, context));
}

/** Updates with bodies that are not JSON: text in UTF-8, or bytes. */
export function text(...contents: readonly (string | Uint8Array)[]): CaseMaker {
  return unlawful((context) => contents.map((content) => ({ ...update(context), body: packed(content) })));
}

/** The same cases, whose bodies must be rejected whatever else is wrong. */
export function unlawful(given: CaseMaker): CaseMaker {
  return but(given, (sent) => ({ ...sent, lawful: false }));
}

/** Updates with texts that mean the same as `says`. */
export function textSaying(says: JsonObject, ...contents: readonly (string | Uint8Array)[]): CaseMaker {
  return (context) => contents.map((content) => ({ ...update(context), body: packed(content), applies: [says] }));
}

/** Cases with a change. */
export function but(given: CaseMaker, change: (sent: Sent, context: Context) => Sent): CaseMaker {
  return (context) => given(context).map((sent) => (sent === null ? null : change(sent, context)));
}

/** The cases of several makers. */
export function all(...givens: readonly CaseMaker[]): CaseMaker {
  return (context) => givens.flatMap((given) => given(context));
}
