import { refusalOf, stopping } from '../changes.js';
import { inChapter, variantsOf } from '../catalogue.js';
import type { MockExchange } from '../behaviour.js';

const isChunked = (x: MockExchange) => x.headers['transfer-encoding'] !== undefined;

const entries = variantsOf({
  'chunked-417-before-all': {
    says: 'A chunked request is refused with 417 before anything else is checked',
    change: stopping('route', refusalOf(417, 'A Content-Length is needed.'), (x) => isChunked(x) && x.method !== 'GET'),
  },
  'chunked-refused-by-the-server': {
    says: 'The HTTP server refuses a chunked request by itself, with 400 in HTML',
    change: (before) => ({
      admit: (x) =>
        isChunked(x) && x.method !== 'GET'
          ? { status: 400, contentType: 'text/html', headers: [], body: '<h1>Bad request</h1>' }
          : before.admit(x),
    }),
  },
  'deep-unknown-member-rejected': {
    says: 'An unknown member is refused only if it is in a mapping or holds others',
    change: stopping('validate', refusalOf(400, 'Parameter error: unknown is not known.'), (x) =>
      /"unknown"\s*:\s*[{"]/.test(x.text),
    ),
  },
});

/** What may depend on the form of a request (R7, R31). */
export const crossedVariants = inChapter('robustness', entries);
