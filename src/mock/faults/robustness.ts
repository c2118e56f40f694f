import { inChapter, type Fault, type FaultEntry } from '../catalogue.js';
import type { Change } from '../behaviour.js';
import { broken, turnDown, turnDownBody } from '../changes.js';
import { malformed } from '../layers/parse.js';
import { isRecord } from '../layers/validate.js';
import type { Exchange, Outcome } from '../model.js';

/** The text is mended before it is parsed. */
const mending = (mend: (text: string) => string): Change => (before) => ({
  parse: (x) => {
    x.text = mend(x.text);
    return before.parse(x);
  },
});

/** Where the text is not JSON, something else happens. */
const unparsed = (outcome: (x: Exchange) => Outcome, concerns: (x: Exchange) => boolean = () => true): Change => (before) => ({
  update: (service, x) => {
    const refusal = before.decode(x) ?? before.parse(x);
    return refusal !== undefined && concerns(x) ? outcome(x) : before.update(service, x);
  },
});

const fails = (x: Exchange) => x.behaviour.refuse(broken, x);

/** The update fails on sight of its bytes. */
const on = (when: (x: Exchange) => boolean, outcome: (x: Exchange) => Outcome): Change => (before) => ({
  update: (service, x) => (when(x) ? outcome(x) : before.update(service, x)),
});

const raw = (x: Exchange) => x.bytes.toString('utf8');

const bodies: readonly FaultEntry[] = [
  {
    id: 'malformed-500',
    says: 'A body that is not JSON is answered with 500',
    caughtBy: 'robustness/body-malformed',
    change: unparsed(fails, (x) => x.text !== ''),
  },
  {
    id: 'truncated-hangs',
    says: 'The service waits for the rest of a body that is cut off',
    caughtBy: 'robustness/body-truncated',
    change: unparsed(() => 'hang', (x) => x.text === '{"description":"cut'),
  },
  {
    id: 'invalid-utf8-resets',
    says: 'A body that is not UTF-8 ends the worker: the connection breaks',
    caughtBy: 'robustness/body-invalid-utf8',
    change: (before) => ({ update: (service, x) => (x.bytes.length > 0 && before.decode(x)?.message.includes('UTF-8') === true ? 'reset' : before.update(service, x)) }),
  },
  {
    id: 'invalid-utf8-replaced',
    says: 'Bytes that are not UTF-8 are stored as replacement characters',
    caughtBy: 'robustness/body-invalid-utf8',
    change: (before) => ({
      decode: (x) => {
        const refusal = before.decode(x);
        if (refusal?.message.includes('UTF-8') !== true) return refusal;
        x.text = x.bytes.toString('utf8');
        return undefined;
      },
    }),
  },
  {
    id: 'utf16-read',
    says: 'JSON in UTF-16 is recognised and read',
    caughtBy: 'robustness/body-other-encodings',
    change: (before) => ({
      decode: (x) => {
        if (x.bytes[1] !== 0 && x.bytes[0] !== 0xff) return before.decode(x);
        x.text = x.bytes.toString('utf16le').replace(/^\ufeff/, '');
        return undefined;
      },
    }),
  },
  {
    id: 'absent-body-accepted',
    says: 'An update without a body counts as one without members',
    caughtBy: 'robustness/body-absent',
    change: (before) => ({
      decode: (x) => {
        if (x.bytes.length > 0) return before.decode(x);
        x.text = '{}';
        return undefined;
      },
    }),
  },
  {
    id: 'blank-body-accepted',
    says: 'A body of blanks counts as one without members',
    caughtBy: 'robustness/body-blank',
    change: mending((text) => (text.trim() === '' ? '{}' : text)),
  },
  {
    id: 'blank-body-500',
    says: 'A body of blanks is answered with 500',
    caughtBy: 'robustness/body-blank',
    change: on((x) => x.bytes.length > 0 && raw(x).trim() === '', fails),
  },
  {
    id: 'trailing-comma-accepted',
    says: 'A comma before a closing bracket is accepted',
    caughtBy: 'robustness/body-malformed',
    change: mending((text) => text.replace(/,(\s*[}\]])/g, '$1')),
  },
  {
    id: 'single-quotes-accepted',
    says: 'Single quotes are accepted in place of double ones',
    caughtBy: 'robustness/body-malformed',
    change: mending((text) => (text.startsWith("{'") ? text.replaceAll("'", '"') : text)),
  },
  {
    id: 'bare-names-accepted',
    says: 'Member names without quotes are accepted',
    caughtBy: 'robustness/body-malformed',
    change: mending((text) => text.replace(/^\{(\w+):/, '{"$1":')),
  },
  {
    id: 'text-after-json-ignored',
    says: 'What follows the JSON is ignored',
    caughtBy: 'robustness/body-malformed',
    change: mending((text) => (/^\{"description":"[^"]*"\}./.test(text) ? text.slice(0, text.indexOf('}') + 1) : text)),
  },
  {
    id: 'form-accepted',
    says: 'A form is accepted in place of JSON',
    caughtBy: 'robustness/body-malformed',
    change: mending((text) => (/^description=/.test(text) ? JSON.stringify(Object.fromEntries(new URLSearchParams(text))) : text)),
  },
  {
    id: 'comments-accepted',
    says: 'Comments in JSON are accepted',
    caughtBy: 'robustness/body-comments',
    change: mending((text) => text.replace(/\/\*[^*]*\*\//g, '').replace(/^\/\/.*\n/, '')),
  },
  {
    id: 'leading-zero-accepted',
    says: 'A number with leading zeros is accepted',
    caughtBy: 'robustness/body-numbers',
    change: mending((text) => text.replace(/:0(\d+)/g, ':$1')),
  },
  {
    id: 'plus-sign-accepted',
    says: 'A number with a plus sign is accepted',
    caughtBy: 'robustness/body-numbers',
    change: mending((text) => text.replace(/:\+(\d)/g, ':$1')),
  },
  {
    id: 'nan-as-null-breaks',
    says: 'NaN in a body is answered with 500',
    caughtBy: 'robustness/body-numbers',
    change: on((x) => raw(x).includes(':NaN'), fails),
  },
  {
    id: 'raw-line-break-accepted',
    says: 'A line break that is not escaped is accepted within a text',
    caughtBy: 'robustness/body-control-character',
    change: mending((text) => text.replace('"raw\nline"', '"raw line"')),
  },
  {
    id: 'raw-tab-accepted',
    says: 'Control characters that are not escaped are accepted within a text',
    caughtBy: 'robustness/body-control-character',
    change: mending((text) => text.replace(/[\0-\x1f]/g, ' ')),
  },
  {
    id: 'hexadecimal-escape-accepted',
    says: 'The escape \\x41 is accepted',
    caughtBy: 'robustness/body-escapes',
    change: mending((text) => text.replace(/\\x([0-9a-f]{2})/gi, '\\u00$1')),
  },
  {
    id: 'leading-blanks-rejected',
    says: 'JSON must begin with the bracket: blanks before it are turned down',
    caughtBy: 'robustness/body-written-otherwise',
    change: (before) => ({ parse: (x) => (/^\s/.test(x.text) ? malformed('is not JSON') : before.parse(x)) }),
  },
  {
    id: 'escaped-name-unknown',
    says: 'A member name with an escape in it is not recognised',
    caughtBy: '{robustness/body-written-otherwise,effect/*}',
    change: mending((text) => text.replace(/"\\u[0-9a-f]{4}\w*":/g, '"unknown":')),
  },
  {
    id: 'escaped-slash-kept',
    says: 'An escaped slash keeps its backslash',
    caughtBy: '{robustness/body-written-otherwise,effect/*}',
    change: mending((text) => text.replaceAll('\\/', '\\\\/')),
  },
  {
    id: 'unicode-escape-kept',
    says: 'The escape of a Chinese letter is stored as it is written',
    caughtBy: '{robustness/body-written-otherwise,effect/*}',
    change: mending((text) => text.replace(/\\u(4[ef]|[5-9])/g, '\\\\u$1')),
  },
  {
    id: 'bom-500',
    says: 'A byte order mark before the body is answered with 500',
    caughtBy: 'robustness/body-bom',
    change: on((x) => x.bytes[0] === 0xef && x.bytes[1] === 0xbb, fails),
  },
  {
    id: 'bom-ignores-body',
    says: 'A body behind a byte order mark is answered with 200 and not read',
    caughtBy: '{robustness/body-bom,effect/*}',
    change: (before) => ({
      decode: (x) => {
        const refusal = before.decode(x);
        if (refusal?.message.includes('byte order mark') !== true) return refusal;
        x.text = '{}';
        return undefined;
      },
    }),
  },
  {
    id: 'large-body-413',
    says: 'A body of more than 32 KiB is answered with 413',
    caughtBy: 'robustness/body-large',
    change: on((x) => x.bytes.length > 32_768, (x) => x.behaviour.refuse({ ...malformed('is too large'), status: 413 }, x)),
  },
  {
    id: 'body-of-64-kib-500',
    says: 'A body of exactly 64 KiB overflows its length: 500',
    caughtBy: 'robustness/body-large',
    change: on((x) => x.bytes.length === 65_536, fails),
  },
  {
    id: 'large-body-cut',
    says: 'Only the first 16 KiB of a body are read',
    caughtBy: 'robustness/body-large',
    change: (before) => ({
      decode: (x) => {
        const refusal = before.decode(x);
        x.text = x.text.slice(0, 16_384);
        return refusal;
      },
    }),
  },
  {
    id: 'deep-body-500',
    says: 'A body of many levels overflows the stack: 500',
    caughtBy: 'robustness/body-deep',
    change: on((x) => /(\[{64}|(\{"a":){64})/.test(raw(x)), fails),
  },
  {
    id: 'duplicate-members-500',
    says: 'Two members with one name are answered with 500',
    caughtBy: 'robustness/body-duplicate-members',
    change: on((x) => /"(description|service_name)":"\w*","\1"/.test(raw(x)), fails),
  },
  {
    id: 'duplicate-members-joined',
    says: 'Two members with one name are joined',
    caughtBy: '{robustness/body-duplicate-members,effect/*}',
    change: mending((text) => text.replace(/"(description|service_name)":"(\w*)","\1":"(\w*)"/, '"$1":"$2$3"')),
  },
  {
    id: 'prototype-polluted',
    says: 'The member __proto__ is merged into the update',
    caughtBy: '{request-body/unknown-member,effect/*}',
    change: (before) => ({
      receive: (body, x) => {
        const proto = Object.hasOwn(body, '__proto__') ? Object.getOwnPropertyDescriptor(body, '__proto__')?.value as unknown : undefined;
        return before.receive(isRecord(proto) ? { ...proto, ...body } : body, x);
      },
    }),
  },
  {
    id: 'unknown-member-500',
    says: 'An unknown member that is an object is answered with 500',
    caughtBy: '{request-body/unknown-member,robustness/body-deep}',
    change: on((x) => raw(x).includes('"unknown":{'), fails),
  },
  {
    id: 'unknown-huge-number-500',
    says: 'A number beyond a double in an unknown member is answered with 500',
    caughtBy: 'robustness/body-unknown-oddities',
    change: on((x) => raw(x).includes('1e400'), fails),
  },
  {
    id: 'nul-breaks',
    says: 'NUL in description breaks the database: 500',
    caughtBy: 'request-body/description*',
    change: turnDownBody((update) => update.description?.includes('\0') === true, broken),
  },
  {
    id: 'surrogate-breaks',
    says: 'A lone surrogate in description is answered with 500',
    caughtBy: 'request-body/description*',
    change: turnDownBody((update) => typeof update.description === 'string' && /\p{Cs}/u.test(update.description), broken),
  },
  {
    id: 'emoji-breaks',
    says: 'A character beyond the BMP in description breaks a column of three bytes: 500',
    caughtBy: 'request-body/description*',
    change: turnDownBody((update) => /[\u{10000}-\u{10ffff}]/u.test(update.description ?? ''), broken),
  },
  {
    id: 'emoji-name-breaks',
    says: 'A character beyond the BMP in service_name is answered with 500 instead of 400',
    caughtBy: 'request-body/service_name/pattern/{emoji,astral-letter}',
    change: (before) => ({
      service_name: (value, x) => (typeof value === 'string' && /[\u{10000}-\u{10ffff}]/u.test(value) ? broken : before.service_name(value, x)),
    }),
  },
  {
    id: 'percent-description-breaks',
    says: '`%n` in description is taken for a format: 500',
    caughtBy: 'request-body/description*',
    change: turnDownBody((update) => update.description?.includes('%n') === true, broken),
  },
  {
    id: 'long-name-hangs',
    says: 'A service_name of 32 or more characters sends the pattern backtracking: no answer',
    caughtBy: 'request-body/service_name/maxLength/*',
    change: (before) => ({
      update: (service, x) => {
        const refused = before.decode(x) ?? before.parse(x);
        const name = refused === undefined && isRecord(x.value) ? x.value['service_name'] : undefined;
        return typeof name === 'string' && name.length >= 32 ? 'hang' : before.update(service, x);
      },
    }),
  },
  {
    id: 'two-hundred-ports-reset',
    says: 'A list of exactly 200 mappings ends the worker: the connection breaks',
    caughtBy: 'request-body/{ports/accepts/maxItems/most,ports-many}',
    change: (before) => ({
      update: (service, x) => (before.decode(x) === undefined && (x.text.match(/server_port/g)?.length ?? 0) === 200 ? 'reset' : before.update(service, x)),
    }),
  },
  {
    id: 'list-body-500',
    says: 'A body that is a list is answered with 500',
    caughtBy: 'request-body/type/array-*',
    change: on((x) => raw(x).startsWith('['), fails),
  },
  {
    id: 'null-body-500',
    says: 'The body null is answered with 500: a member of null is read',
    caughtBy: 'request-body/type/null',
    change: on((x) => raw(x) === 'null', fails),
  },
  {
    id: 'query-in-description-rejected',
    says: 'A description in which a query stands is turned down by a firewall',
    caughtBy: 'request-body/description-punctuation',
    change: turnDown('description', (value) => typeof value === 'string' && /drop table/i.test(value)),
  },
];

const http: readonly FaultEntry[] = [
  {
    id: 'chunked-body-ignored',
    says: 'A chunked body is not read: 200, and nothing is changed',
    caughtBy: 'robustness/http-chunked',
    change: (before) => ({
      decode: (x) => {
        const refusal = before.decode(x);
        if (x.headers['transfer-encoding'] !== undefined) x.text = '{}';
        return refusal;
      },
    }),
  },
  {
    id: 'chunked-500',
    says: 'A chunked body is answered with 500',
    caughtBy: 'robustness/http-chunked',
    change: on((x) => x.headers['transfer-encoding'] !== undefined, fails),
  },
  {
    id: 'chunked-411',
    says: 'A chunked body is answered with 411, which the document does not list',
    caughtBy: 'robustness/http-chunked',
    change: on((x) => x.headers['transfer-encoding'] !== undefined, (x) => x.behaviour.refuse({ ...malformed('has no length'), status: 411 }, x)),
  },
  {
    id: 'expect-hangs',
    says: 'Expect: 100-continue is never answered',
    caughtBy: 'robustness/http-expect-continue',
    change: (before) => ({
      serve: (server, world) => {
        before.serve(server, world);
        server.on('checkContinue', () => undefined);
      },
    }),
  },
  {
    id: 'expect-unknown-500',
    says: 'An unknown Expect is answered with 500',
    caughtBy: 'robustness/http-expect-unknown',
    change: (before) => ({
      serve: (server, world) => {
        before.serve(server, world);
        server.removeAllListeners('checkExpectation');
        server.on('checkExpectation', (_, response) => {
          response.writeHead(500, { 'Content-Type': 'application/json' }).end('{"error":{"message":"System error.","code":"EndPoint.0001"}}');
        });
      },
    }),
  },
  {
    id: 'broken-framing-500',
    says: 'What is not HTTP is answered with 500',
    caughtBy: 'robustness/http-{request-line,two-lengths,length-malformed}',
    change: () => ({
      clientError: (_, socket) => {
        socket.end('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      },
    }),
  },
  {
    id: 'broken-framing-hangs',
    says: 'What is not HTTP is never answered, and the connection stays open',
    caughtBy: 'robustness/http-{request-line,two-lengths,length-malformed,length-too-small}',
    change: () => ({ clientError: () => undefined }),
  },
  {
    id: 'broken-framing-200',
    says: 'What is not HTTP is answered with 200',
    caughtBy: 'robustness/http-{request-line,two-lengths,length-malformed}',
    change: () => ({
      clientError: (_, socket) => {
        socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}');
      },
    }),
  },
  {
    id: 'long-path-502',
    says: 'An over-long path or header is answered with 502 by the proxy',
    caughtBy: 'robustness/http-long-{path,header}',
    change: (before) => ({
      clientError: (error, socket) => {
        if (error.code !== 'HPE_HEADER_OVERFLOW') before.clientError(error, socket);
        else socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      },
    }),
  },
  {
    id: 'after-broken-body-fails',
    says: 'After a body that is not JSON the next update of the service is answered with 500',
    caughtBy: '{robustness,request-body,port-list,effect}/*',
    change: (before) => {
      const poisoned = new Set<string>();
      return {
        update: (service, x) => {
          if (poisoned.delete(service.id)) return fails(x);
          if (before.decode(x) === undefined && before.parse(x) !== undefined) poisoned.add(service.id);
          return before.update(service, x);
        },
      };
    },
  },
];

/** Defects on bodies that are not quite JSON, on unusual JSON, and on unusual HTTP. */
export const robustnessFaults: readonly Fault[] = inChapter('robustness', [...bodies, ...http]);
