import { faultsOf, inChapter } from '../catalogue.js';
import { both, gzipped, replying, showing, succeeding } from '../changes.js';
import { isRecord } from '../layers/validate.js';
import { timeFaults } from './reply-times.js';
import { typeFaults } from './reply-types.js';
import { valueFaults } from './reply-values.js';

const form = faultsOf({
  'reply-201': {
    says: 'An accepted update is answered with 201',
    caughtBy: 'reply/status',
    change: succeeding((reply) => ({ ...reply, status: 201 })),
  },
  'reply-202-on-many-ports': {
    says: 'An update of more than 50 mappings is answered with 202 and done later',
    caughtBy: 'reply/status',
    change: succeeding((reply, x) => ((x.update.ports?.length ?? 0) > 50 ? { ...reply, status: 202 } : reply)),
  },
  'reply-without-content-type': {
    says: 'The reply has no Content-Type',
    caughtBy: 'reply/content-type',
    change: succeeding((reply) => ({ ...reply, contentType: null })),
  },
  'reply-bom': {
    says: 'The reply begins with a byte order mark',
    caughtBy: 'reply/utf-8',
    change: replying((reply) => ({ ...reply, body: `\ufeff${reply.body.toString()}` })),
  },
  'reply-gzipped': {
    says: 'Replies are gzipped, whatever Accept-Encoding asks for',
    caughtBy: 'reply/content-coding',
    change: replying(gzipped),
  },
  'reply-latin-1': {
    says: 'The reply is in Latin-1',
    caughtBy: 'reply/utf-8',
    change: succeeding((reply) => ({ ...reply, body: Buffer.from(reply.body.toString(), 'latin1') })),
  },
  'reply-cut-in-character': {
    says: 'A reply is cut off after 8 KiB',
    caughtBy: 'reply/{json,utf-8}',
    change: succeeding((reply) => ({ ...reply, body: Buffer.from(reply.body).subarray(0, 8_192) })),
  },
  'reply-garbage-after': {
    says: 'Text follows the JSON of the reply',
    caughtBy: 'reply/json',
    change: succeeding((reply) => ({ ...reply, body: `${reply.body.toString()}OK` })),
  },
  'reply-in-list': {
    says: 'The reply is a list of one service',
    caughtBy: 'reply/object',
    change: succeeding((reply) => ({ ...reply, body: `[${reply.body.toString()}]` })),
  },
  'reply-wrapped': {
    says: 'The reply wraps the service in a member endpoint_service',
    caughtBy: 'reply/id/required',
    change: (before) => ({
      encode: (shown, x) =>
        before.encode(x.method === 'PUT' && isRecord(shown) ? { endpoint_service: shown } : shown, x),
    }),
  },
  'reply-camel-case': {
    says: 'The members of the reply are in camel case',
    caughtBy: 'reply/*/required',
    change: both(
      showing((shown) =>
        Object.fromEntries(
          Object.entries(shown).map(([name, value]) => [
            name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()),
            value,
          ]),
        ),
      ),
    ),
  },
});

/** Defects of the reply to an accepted update (Tables 5 to 7). */
export const replyFaults = inChapter('reply', typeFaults, valueFaults, timeFaults, form);
