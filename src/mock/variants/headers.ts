import type { Change } from '../behaviour.js';
import { inChapter, type Variant } from '../catalogue.js';

/** Content-Type is not looked at in some requests: the body is read as JSON all the same. */
const readAnyway =
  (when: (type: string | undefined) => boolean): Change =>
  (before) => ({
    contentType: (x) => (when(x.headers['content-type']) ? undefined : before.contentType(x)),
  });

/** What of the headers may be accepted or rejected (R9 to R11). */
export const headerVariants: readonly Variant[] = inChapter('headers', [
  {
    id: 'content-type-missing-read',
    says: 'A body without Content-Type is read as JSON',
    change: readAnyway((type) => type === undefined || type === ''),
  },
  {
    id: 'content-type-ignored',
    says: 'Content-Type is not looked at: every body is read as JSON',
    change: readAnyway(() => true),
  },
  {
    id: 'accept-ignored',
    says: 'Accept is not looked at: every answer is JSON',
    change: () => ({ negotiate: () => undefined }),
  },
  {
    id: 'accept-malformed-400',
    says: 'A malformed Accept is answered with 400',
    change: (before) => ({
      negotiate: (x) =>
        /^(?:\s*[\w*+.-]+\/[\w*+.-]+\s*(?:;[^,]*)?(?:,|$))+$/.test(x.headers.accept ?? '*/*')
          ? before.negotiate(x)
          : { status: 400, code: 'EndPoint.0002', message: 'Accept is malformed.' },
    }),
  },
  {
    id: 'token-twice-accepted',
    says: 'The good token sent twice is accepted',
    change: (before) => ({
      authenticate: (x) => {
        const [first, ...others] = x.headers['x-auth-token']?.toString().split(', ') ?? [];
        if (first === undefined || others.length === 0 || others.some((other) => other !== first))
          return before.authenticate(x);
        x.headers['x-auth-token'] = first;
        return before.authenticate(x);
      },
    }),
  },
  {
    id: 'token-twice-401',
    says: 'The good token sent twice is answered with 401',
    change: (before) => ({
      authenticate: (x) => {
        const refusal = before.authenticate(x);
        return refusal?.status === 400
          ? { status: 401, code: 'EndPoint.0003', message: 'Authentication failed.' }
          : refusal;
      },
    }),
  },
]);
