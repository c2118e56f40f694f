import type { SignatureForm } from '../shared/model.js';
import type { Sent } from './case.js';
import type { CaseMaker } from './requirement.js';
import { but } from './sent.js';
import { unknownProjectPath, unknownServicePath } from './templates.js';

type Header = readonly [name: string, value: string];

function replaced(sent: Sent, name: string, values: readonly string[]): Sent {
  const at = sent.headers.findIndex(([n]) => n.toLowerCase() === name.toLowerCase());
  const others = sent.headers.filter(([n]) => n.toLowerCase() !== name.toLowerCase());
  const place = at === -1 ? others.length : Math.min(at, others.length);
  return {
    ...sent,
    headers: [...others.slice(0, place), ...values.map((value): Header => [name, value]), ...others.slice(place)],
  };
}

/** The same cases with a header line for each of these values instead; an empty list removes the header. */
export function withHeader(name: string, values: readonly string[], given: CaseMaker): CaseMaker {
  return but(given, (sent) => replaced(sent, name, values));
}

/** The same cases, once for each value of a header. */
export function withEachHeader(name: string, values: readonly string[], given: CaseMaker): CaseMaker {
  return (context) =>
    values.flatMap((value) => given(context).map((sent) => (sent === null ? null : replaced(sent, name, [value]))));
}

/** The same cases with further headers. */
export function withHeaders(further: readonly Header[], given: CaseMaker): CaseMaker {
  return but(given, (sent) => ({ ...sent, headers: [...sent.headers, ...further] }));
}

/** The same cases on another path. */
export function onPath(paths: readonly string[], given: CaseMaker): CaseMaker {
  return (context) => paths.flatMap((path) => given(context).map((sent) => (sent === null ? null : { ...sent, path })));
}

/** The same cases for a service that does not exist. */
export function onUnknownService(given: CaseMaker): CaseMaker {
  return but(given, (sent, { operation }) => ({ ...sent, path: unknownServicePath(operation) }));
}

/** The same cases in a project that does not exist. */
export function onUnknownProject(given: CaseMaker): CaseMaker {
  return but(given, (sent, { operation }) => ({ ...sent, path: unknownProjectPath(operation) }));
}

/** The same cases with another method. */
export function withMethod(method: 'POST' | 'PATCH', given: CaseMaker): CaseMaker {
  return but(given, (sent) => ({ ...sent, method }));
}

/** The same cases as raw bytes on a connection of their own. */
export function onTheWire(raw: Partial<NonNullable<Sent['raw']>>, given: CaseMaker): CaseMaker {
  return but(given, (sent) => ({
    ...sent,
    raw: { framing: 'content-length', requestLine: null, omitHost: false, ...raw },
  }));
}

/** The same cases with chunked bodies, which may be refused for that (R31). */
export function inChunks(given: CaseMaker): CaseMaker {
  return onTheWire(
    { framing: 'chunked' },
    but(given, (sent) => ({ ...sent, tolerates: [400, 417] })),
  );
}

/** The same cases with neither a token nor anything in its place. */
export function unsigned(given: CaseMaker): CaseMaker {
  return withHeader('X-Auth-Token', [], given);
}

/** The same cases, once for each value of Authorization, which takes the place of the token. */
export function withAuthorization(values: readonly string[], given: CaseMaker): CaseMaker {
  return withEachHeader('Authorization', values, unsigned(given));
}

/** The same cases, once for each form of a signature, which takes the place of the token. */
export function signedAs(forms: readonly SignatureForm[], given: CaseMaker): CaseMaker {
  const values = forms.map((form) => (form === 'good' ? '{{signature}}' : `{{signature-${form}}}`));
  return withAuthorization(values, given);
}
