import { UserError } from '../shared/errors.js';
import type { WireRequest } from '../shared/model.js';

/** In bytes: at the start of a line, or before the end of a request line, even after another request. */
const IN_BYTES = /(?:^|[\r\n])\s*DELETE\s|DELETE[ \t]+\S+[ \t]+HTTP\//i;
/** A query with which some frameworks override the method. */
const IN_QUERY = /[?&][^=&]*method[^=&]*=\s*delete\b/i;

/**
 * Refuses a request that is a DELETE, or that a server may take for one, whoever asks for it.
 *
 * @throws UserError
 */
export function refuseDelete({ method, path, headers, raw }: WireRequest): void {
  const how =
    method.trim().toUpperCase() === 'DELETE'
      ? 'its method'
      : path.includes('?') && IN_QUERY.test(path)
        ? 'its query'
        : headers.some(([name, value]) => value.length < 32 && isDelete(value) && /method/i.test(name))
          ? 'a header'
          : raw !== undefined && IN_BYTES.test(Buffer.from(raw).toString('latin1'))
            ? 'its bytes'
            : null;
  if (how === null) return;
  throw new UserError(`a request is a DELETE by ${how}, and is not sent`, 'DELETE is never sent.');
}

function isDelete(value: string): boolean {
  return value.trim().toUpperCase() === 'DELETE';
}
