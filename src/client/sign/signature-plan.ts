import type { SignatureForm, WireRequest } from '../../shared/model.js';
import { canonicalRequest, signedNames, type Signable } from './canonical-request.js';

/** How a signature is made, without the time and the keys, which the client or a shell fills in. */
export interface SignaturePlan {
  /** The canonical request: what is before and after the signed time, or the whole if that is not in it. */
  readonly canonical: readonly [before: string, behind: string] | readonly [whole: string];
  readonly signedHeaders: string;
  /** The AK that is named; null for the user's own. */
  readonly accessKey: string | null;
  /** Appended to the user's SK; usually empty. */
  readonly secretEnd: string;
  /** The time in X-Sdk-Date. */
  readonly date: SignedTime;
  /** The time that is signed. */
  readonly signedDate: SignedTime;
  /** Whether the digits of the signature are changed. */
  readonly changed: boolean;
}

/** `old` and `future` are 35 minutes away: more than twice what is allowed, since the two clocks may differ by that. */
export type SignedTime = 'now' | 'old' | 'future';

const DATE = '{date}';
/** A well-formed key that nobody has. */
const UNKNOWN_KEY = 'NOSUCHACCESSKEY00000';
const BODY_OF_ANOTHER = Buffer.from('{"of":"another"}');

/** Returns how to sign a request to a host; null if the request brings its own Authorization. */
export function signaturePlan(request: WireRequest, form: SignatureForm, host: string): SignaturePlan | null {
  if (form === 'as-given') return null;
  const headers = signedHeaders(request, form, host);
  const said: Signable = { method: request.method, path: request.path, headers, body: request.body };
  const canonical = canonicalRequest(otherwise(said, form));
  const line = canonical.indexOf(`x-sdk-date:${DATE}`);
  const at = line + 'x-sdk-date:'.length;
  return {
    canonical: line === -1 ? [canonical] : [canonical.slice(0, at), canonical.slice(at + DATE.length)],
    signedHeaders: signedNames(headers),
    accessKey: form === 'unknown-key' ? UNKNOWN_KEY : null,
    secretEnd: form === 'other-secret' ? 'x' : '',
    date: form === 'old' || form === 'future' ? form : 'now',
    signedDate: form === 'old' || form === 'future' ? form : form === 'other-date' ? 'old' : 'now',
    changed: form === 'changed',
  };
}

/** Returns what a signature of another request covers. */
function otherwise(said: Signable, form: SignatureForm): Signable {
  switch (form) {
    case 'other-body':
      return { ...said, body: BODY_OF_ANOTHER };
    case 'no-body':
      return { ...said, body: null };
    case 'other-path':
      return { ...said, path: said.path.replace(/\/[^/]*$/, '') };
    case 'other-method':
      return { ...said, method: 'GET' };
    default:
      return said;
  }
}

function signedHeaders({ headers, raw }: WireRequest, form: SignatureForm, host: string): Signable['headers'] {
  const date = ['x-sdk-date', DATE] as const;
  if (form === 'date-only') return [date];
  const count = (name: string) => headers.filter(([other]) => other.toLowerCase() === name.toLowerCase()).length;
  const own = headers.filter(
    ([name, value]) =>
      (form === 'every-header' || /^x-(?:project-id|security-token)$/i.test(name)) &&
      // An intermediary may ask for other codings than we do.
      !/^accept-encoding$/i.test(name) &&
      // How to sign repeated headers, and characters beyond ASCII, is not documented.
      count(name) === 1 &&
      /^[\x20-\x7e]*$/.test(value),
  );
  return [
    ...own,
    ...(raw === undefined || namesHost(raw) ? [['host', host] as const] : []),
    ...(form === 'date-unsigned' ? [] : [date]),
  ];
}

function namesHost(raw: Uint8Array): boolean {
  const [head = ''] = Buffer.from(raw).toString('latin1').split('\r\n\r\n');
  return /\r\nhost:/i.test(head);
}
