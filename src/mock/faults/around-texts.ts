import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { broken, merging, refusalOf, refusedReply, rewriting, stopping, tolerate, turnDownText } from '../changes.js';
import { invalid, isRecord } from '../layers/validate.js';
import type { Mapping } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/** Copies a member that only replies have from the body. */
const assigning = (name: 'pool_id' | 'updated_at' | 'status' | 'cidr_type'): Change =>
  merging((next, _state, _update, x) => {
    const value = isRecord(x.value) ? x.value[name] : undefined;
    return typeof value === 'string' ? { ...next, [name]: value } : next;
  });

/** Folds the member names of the body before they are read. */
const folding =
  (fold: (name: string) => string): Change =>
  (before) => ({
    receive: (body, x) =>
      before.receive({ ...Object.fromEntries(Object.entries(body).map(([name, value]) => [fold(name), value])) }, x),
  });

/** Quotes the body in an error, cut after a number of bytes. */
const quoting = (bytes: number): Change =>
  refusedReply(400, (reply, refusal, x) => {
    const head = Buffer.from(`{"error":{"code":"${refusal.code}","message":"Not valid: `);
    const quoted = Buffer.from(x.text.replace(/[^\p{L}]/gu, '')).subarray(0, bytes);
    return { ...reply, body: Buffer.concat([head, quoted, Buffer.from('"}}')]) };
  });

const saying = (message: string): Change =>
  refusedReply(400, (reply, { code }) => ({ ...reply, body: JSON.stringify({ error: { code, message } }) }));

const badPorts = (x: MockExchange): number =>
  isRecord(x.value) && Array.isArray(x.value['ports'])
    ? x.value['ports'].filter((item) => x.behaviour.mapping(item, x) !== undefined).length
    : 0;

/** Defects that show only with rare letters, marks, names or combinations. */
export const aroundTextFaults = faultsOf({
  'format-places-emptied': {
    says: '{0} in a description is taken for a placeholder, and filled with nothing',
    caughtBy: '{request-body/description-rewritten,effect/echo/description}',
    change: rewriting('description', (text) => text.replaceAll('{0}', '')),
  },
  'description-han-extension-rejected': {
    says: 'Han characters of extension A are rejected in a description',
    caughtBy: 'request-body/description-every-letter',
    change: turnDownText('description', (t) => /[\u3400-\u4dbf]/.test(t)),
  },
  'description-late-han-rejected': {
    says: 'Han characters that Unicode added later are rejected in a description',
    caughtBy: 'request-body/description-every-letter',
    change: turnDownText('description', (t) => /[\u9fa6-\u9fff]/.test(t)),
  },
  'description-digraphs-taken-apart': {
    says: 'Digraphs in title case are stored in lower case',
    caughtBy: '{request-body/description-every-letter,effect/echo/description}',
    change: rewriting('description', (t) => t.replace(/[\u01c5\u01c8\u01cb\u01f2]/g, (c) => c.toLowerCase())),
  },
  'description-book-marks-rejected': {
    says: 'Book title marks are rejected as angle brackets',
    caughtBy: 'request-body/description-common-punctuation',
    change: turnDownText('description', (t) => /[《》〈〉]/.test(t)),
  },
  'description-dashes-flattened': {
    says: 'Dashes are stored as hyphens',
    caughtBy: '{request-body/description-common-punctuation,effect/echo/description}',
    change: rewriting('description', (t) => t.replace(/[\u2013\u2014]/g, '-')),
  },
  'description-dollars-halved': {
    says: 'Two dollar signs are stored as one, as in a replacement text',
    caughtBy: '{request-body/description-rewritten,effect/echo/description}',
    change: rewriting('description', (t) => t.replaceAll('$$', '$')),
  },
  'description-apostrophes-halved': {
    says: 'Two apostrophes are stored as one, as in SQL',
    caughtBy: '{request-body/description-rewritten,effect/echo/description}',
    change: rewriting('description', (t) => t.replaceAll("''", "'")),
  },
  'description-query-403': {
    says: 'A firewall answers a description that holds union select with 403',
    caughtBy: 'request-body/description-rewritten',
    change: stopping(
      'description',
      refusalOf(403, 'Blocked.'),
      (value) => typeof value === 'string' && /union\s+select/i.test(value),
    ),
  },
  'description-escaped-too-long-500': {
    says: 'A description that is too long once its quotes are escaped is answered with 500',
    caughtBy: 'request-body/description-rewritten',
    change: stopping(
      'description',
      broken,
      (value) => typeof value === 'string' && value.replace(/['"\\]/g, '\\$&').length > 255,
    ),
  },
  'name-default-rejected': {
    says: 'The name default is rejected as one of the service itself',
    caughtBy: 'request-body/texts-shaped',
    change: turnDownText('service_name', (t) => t === 'default'),
  },
  'description-capitals-set-down': {
    says: 'A description all in capitals is stored in title case',
    caughtBy: '{request-body/texts-shaped,effect/echo/description}',
    change: rewriting('description', (t) => (/^[A-Z]{4,}$/.test(t) ? t.slice(0, 1) + t.slice(1).toLowerCase() : t)),
  },
  'description-addresses-masked': {
    says: 'Email addresses in a description are masked',
    caughtBy: '{request-body/texts-shaped,effect/echo/description}',
    change: rewriting('description', (t) => t.replace(/[\w.+]+@\w+\.\w+/g, '***')),
  },
  'name-of-digits-made-shorter': {
    says: 'A name of digits is stored without its leading zeros, as a number',
    caughtBy: '{request-body/texts-shaped,effect/echo/service_name}',
    change: rewriting('service_name', (t) => (/^0\d+$/.test(t) ? String(Number(t)) : t)),
  },
  'names-folded-by-unicode': {
    says: 'Member names are folded by Unicode, so that a long s is an s',
    caughtBy: '{request-body/near-names,effect/*}',
    change: folding((name) => name.replaceAll('\u017f', 's')),
  },
  'names-full-width-folded': {
    says: 'Member names are normalised to their compatibility form, so that a full-width letter is a plain one',
    caughtBy: '{request-body/near-names,effect/*}',
    change: folding((name) => name.normalize('NFKC')),
  },
  'names-trimmed': {
    says: 'Invisible characters at the end of a member name are cut off',
    caughtBy: '{request-body/near-names,request-body/other-spelling,effect/*}',
    change: folding((name) => name.replace(/[\u200b\u0000\s]+$/, '')),
  },
  'mass-assigned-pool-id': {
    says: 'pool_id in a body is stored',
    caughtBy: '{request-body/unknown-member/pool_id,effect/constant/pool_id}',
    change: assigning('pool_id'),
  },
  'mass-assigned-updated-at': {
    says: 'updated_at in a body is stored',
    caughtBy: 'request-body/unknown-member/updated_at',
    change: assigning('updated_at'),
  },
  'mass-assigned-status': {
    says: 'status in a body is stored',
    caughtBy: 'request-body/unknown-member/status',
    change: assigning('status'),
  },
  'mass-assigned-cidr-type': {
    says: 'cidr_type in a body is stored',
    caughtBy: '{request-body/unknown-member/cidr_type,effect/constant/cidr_type}',
    change: assigning('cidr_type'),
  },
  'even-number-of-bad-mappings-accepted': {
    says: 'An even number of bad mappings passes: each one toggles the error flag',
    caughtBy: 'port-list/two-wrong-mappings',
    change: (before) => ({
      ports: (value, x) => {
        const bad = badPorts(x);
        return Array.isArray(value) && bad > 0 && bad % 2 === 0 ? undefined : before.ports(value, x);
      },
    }),
  },
  'two-bad-members-422': {
    says: 'Two wrong members are answered with 422',
    caughtBy: 'request-body/wrong-in-two-members',
    change: (before) => ({
      validate: (x) => {
        const { value, behaviour } = x;
        if (!isRecord(value)) return before.validate(x);
        const names = ['service_name', 'description', 'port_id', 'vip_port_id', 'approval_enabled', 'ports'] as const;
        const bad = names.filter((name) => Object.hasOwn(value, name) && behaviour[name](value[name], x) !== undefined);
        return bad.length > 1 ? { ...invalid(bad[0] ?? '', 'is wrong'), status: 422 } : before.validate(x);
      },
    }),
  },
  'second-error-hides-first': {
    says: 'The result for the last member replaces the earlier ones: a bad name beside a good description passes',
    caughtBy: 'request-body/service_name/*',
    change: tolerate(
      'service_name',
      (value, x) =>
        isRecord(x.value) &&
        typeof x.value['description'] === 'string' &&
        typeof value === 'string' &&
        !/[<>]/.test(value),
    ),
  },
  'half-mapping-borrows-port': {
    says: 'A mapping without server_port takes that of the one before it',
    caughtBy: '{port-list/incomplete-beside-others,effect/echo/ports}',
    change: (before) => ({
      receive: (body, x) => {
        const update = before.receive(body, x);
        if (!Array.isArray(update.ports)) return update;
        let last: number | undefined;
        const ports = (update.ports as readonly Mapping[]).map((mapping) => {
          const server = mapping.server_port ?? last;
          last = server;
          return server === undefined ? mapping : { ...mapping, server_port: server };
        });
        return { ...update, ports };
      },
    }),
  },
  'error-cut-inside-character': {
    says: 'An error quotes the body and cuts it at 100 bytes, in the middle of a character',
    caughtBy: '{errors/whole-characters,errors/envelope/400}',
    change: quoting(100),
  },
  'private-use-dropped': {
    says: 'Private-use characters are dropped from a description',
    caughtBy: 'request-body/description-open',
    change: rewriting('description', (text) => text.replace(/[\ue000-\uf8ff]/g, '')),
  },
  'error-with-ruby-trace': {
    says: 'An error shows where it was raised, as Ruby does',
    caughtBy: 'errors/no-leak/stack-trace',
    change: saying("app/controllers/services_controller.rb:31:in `update'"),
  },
  'error-with-perl-line': {
    says: 'An error shows where it was raised, as Perl does',
    caughtBy: 'errors/no-leak/stack-trace',
    change: saying('Not valid at Service.pm line 88.'),
  },
  'error-with-relative-path': {
    says: 'An error shows the file and line that raised it, without a folder',
    caughtBy: 'errors/no-leak/source-path',
    change: saying('validate.go:112: not valid'),
  },
  'port-wrong-type-in-second-accepted': {
    says: 'Only the types of the first mapping are checked',
    caughtBy: 'port-list/*',
    change: tolerate('mapping', (value, x) => {
      const all = isRecord(x.value) ? x.value['ports'] : undefined;
      return (
        Array.isArray(all) && all.indexOf(value) > 0 && isRecord(value) && typeof value['client_port'] === 'string'
      );
    }),
  },
});
