import { inChapter, type Fault, type FaultEntry } from '../catalogue.js';
import { broken, receiving, text, tolerate, turnDown, turnDownBody } from '../changes.js';
import { codePoints, invalid, isRecord, keyOf } from '../layers/validate.js';

const accepts = 'request-body/{every-combination,drawn}';

const approval: readonly FaultEntry[] = [
  {
    id: 'approval-string-accepted',
    says: 'The text "true" passes for the boolean approval_enabled',
    caughtBy: 'request-body/approval_enabled/type/string-true',
    change: tolerate('approval_enabled', (value) => value === 'true'),
  },
  {
    id: 'approval-string-false-is-true',
    says: 'Any text passes for approval_enabled and counts as true, even "false"',
    caughtBy: 'request-body/approval_enabled/type/string-*',
    change: (before) => ({
      ...tolerate('approval_enabled', text(() => true))(before),
      ...receiving((update) =>
        update.approval_enabled === undefined ? update : { ...update, approval_enabled: Boolean(update.approval_enabled) },
      )(before),
    }),
  },
  {
    id: 'approval-zero-accepted',
    says: '0 passes for the boolean approval_enabled',
    caughtBy: 'request-body/approval_enabled/type/integer-zero',
    change: tolerate('approval_enabled', (value) => value === 0),
  },
  {
    id: 'approval-null-accepted',
    says: 'null passes for approval_enabled, as if it were omitted',
    caughtBy: 'request-body/approval_enabled/type/null',
    change: (before) => ({
      ...tolerate('approval_enabled', (value) => value === null)(before),
      receive: (body, x) => {
        const { approval_enabled: approval, ...others } = before.receive(body, x);
        return typeof approval === 'boolean' ? { ...others, approval_enabled: approval } : others;
      },
    }),
  },
  {
    id: 'approval-false-rejected',
    says: 'approval_enabled false is turned down, as if it were missing',
    caughtBy: 'request-body/approval_enabled/accepts/type/false',
    change: turnDown('approval_enabled', (value) => value === false, 'is required'),
  },
  {
    id: 'approval-list-accepted',
    says: 'A list of one boolean passes for approval_enabled',
    caughtBy: 'request-body/approval_enabled/type/array-of-one',
    change: tolerate('approval_enabled', (value) => Array.isArray(value) && value.length === 1 && typeof value[0] === 'boolean'),
  },
];

const name: readonly FaultEntry[] = [
  {
    id: 'name-17-accepted',
    says: 'A service_name of 17 characters is accepted: the bound is off by one',
    caughtBy: 'request-body/service_name/maxLength/one-over',
    change: tolerate('service_name', text((name) => /^[\w-]{17}$/.test(name))),
  },
  {
    id: 'name-unbounded',
    says: 'A service_name has no greatest length',
    caughtBy: 'request-body/service_name/maxLength/*',
    change: tolerate('service_name', text((name) => /^[\w-]*$/.test(name))),
  },
  {
    id: 'name-64-or-more-accepted',
    says: 'Only a service_name of 17 to 63 characters is too long: the length is taken modulo 64',
    caughtBy: 'request-body/service_name/maxLength/{double,far-over,huge}',
    change: tolerate('service_name', text((name) => name.length >= 64 && name.length % 64 <= 16 && /^[\w-]*$/.test(name))),
  },
  {
    id: 'name-16-rejected',
    says: 'A service_name of exactly 16 characters is turned down',
    caughtBy: 'request-body/service_name/accepts/maxLength/most',
    change: turnDown('service_name', text((name) => name.length === 16), 'is too long'),
  },
  {
    id: 'name-empty-rejected',
    says: 'An empty service_name is turned down, though its least length is 0',
    caughtBy: 'request-body/service_name/accepts/type/empty',
    change: turnDown('service_name', (value) => value === '', 'must not be empty'),
  },
  {
    id: 'name-one-rejected',
    says: 'A service_name of one character is too short',
    caughtBy: 'request-body/service_name/accepts/type/one',
    change: turnDown('service_name', text((name) => name.length === 1), 'is too short'),
  },
  {
    id: 'name-leading-digit-rejected',
    says: 'A service_name must begin with a letter',
    caughtBy: 'request-body/{name-each-character,service_name/accepts/pattern/digit}',
    change: turnDown('service_name', text((name) => /^\d/.test(name)), 'must begin with a letter'),
  },
  {
    id: 'name-underscore-rejected',
    says: 'An underscore in service_name is turned down',
    caughtBy: 'request-body/service_name/accepts/pattern/underscore',
    change: turnDown('service_name', text((name) => name.includes('_'))),
  },
  {
    id: 'name-capital-z-rejected',
    says: 'The class of letters in service_name ends before Z',
    caughtBy: 'request-body/name-each-character',
    change: turnDown('service_name', text((name) => name.includes('Z'))),
  },
  {
    id: 'name-leading-hyphen-rejected',
    says: 'A service_name that begins with a hyphen is turned down',
    caughtBy: 'request-body/{name-each-character,service_name/accepts/pattern/hyphen}',
    change: turnDown('service_name', text((name) => name.startsWith('-'))),
  },
  {
    id: 'name-dot-accepted',
    says: 'A dot in service_name is accepted',
    caughtBy: 'request-body/service_name/pattern/dot-*',
    change: tolerate('service_name', text((name) => /^[\w.-]{0,16}$/.test(name))),
  },
  {
    id: 'name-last-dot-accepted',
    says: 'A service_name is checked but for its last character, which may be a dot',
    caughtBy: 'request-body/service_name/pattern/dot-last',
    change: tolerate('service_name', text((name) => /^[\w-]{0,15}\.$/.test(name))),
  },
  {
    id: 'name-trailing-newline-accepted',
    says: 'A line break after service_name is accepted: `$` matches before it',
    caughtBy: 'request-body/service_name/pattern/line-feed-last',
    change: tolerate('service_name', text((name) => /^[\w-]{0,16}\n$/.test(name))),
  },
  {
    id: 'name-second-line-unchecked',
    says: 'Only one line of service_name is checked: the pattern has the multiline flag',
    caughtBy: 'request-body/service_name/pattern/second-line*',
    change: tolerate('service_name', text((name) => name.length <= 16 && /^[\w-]+$/m.test(name))),
  },
  {
    id: 'name-beginning-only',
    says: 'Only the beginning of service_name is checked: the pattern has no end anchor',
    caughtBy: 'request-body/service_name/pattern/*-last',
    change: tolerate('service_name', text((name) => name.length <= 16 && /^[\w-]/.test(name))),
  },
  {
    id: 'name-end-only',
    says: 'Only the end of service_name is checked: the pattern has no start anchor',
    caughtBy: 'request-body/service_name/pattern/*-first',
    change: tolerate('service_name', text((name) => name.length <= 16 && /[\w-]$/.test(name))),
  },
  {
    id: 'name-unicode-letters-accepted',
    says: 'Letters of any script pass in service_name',
    caughtBy: 'request-body/service_name/pattern/letter-*',
    change: tolerate('service_name', text((name) => /^[\p{L}\w-]{0,16}$/u.test(name))),
  },
  {
    id: 'name-unicode-digits-accepted',
    says: 'Digits that are not ASCII pass in service_name',
    caughtBy: 'request-body/service_name/pattern/digit-*',
    change: tolerate('service_name', text((name) => /^[\p{Nd}\w-]{0,16}$/u.test(name))),
  },
  {
    id: 'name-case-folding-accepted',
    says: 'The pattern of service_name ignores case over all of Unicode, so U+017F and U+212A pass',
    caughtBy: 'request-body/service_name/pattern/case-folding',
    change: tolerate('service_name', text((name) => /^[a-z0-9_-]{0,16}$/iu.test(name))),
  },
  {
    id: 'name-blank-inside-accepted',
    says: 'A blank inside service_name is accepted',
    caughtBy: 'request-body/service_name/pattern/blank-inside',
    change: tolerate('service_name', text((name) => name.length <= 16 && /^[\w-]+ [\w-]+$/.test(name))),
  },
  {
    id: 'name-trimmed',
    says: 'Blanks around service_name are cut off, not refused',
    caughtBy: 'request-body/service_name/pattern/blank-*',
    change: (before) => ({
      service_name: (value, x) => before.service_name(typeof value === 'string' ? value.trim() : value, x),
      ...receiving((update) =>
        update.service_name === undefined ? update : { ...update, service_name: update.service_name.trim() },
      )(before),
    }),
  },
  {
    id: 'name-range-comma-to-dot',
    says: 'A misplaced hyphen makes a range of the class: `,`, `-` and `.` pass in service_name',
    caughtBy: 'request-body/service_name/pattern/{punctuation,dot}-*',
    change: tolerate('service_name', text((name) => /^[\w,-.]{0,16}$/.test(name))),
  },
  {
    id: 'name-range-capital-to-small',
    says: 'The class A-z of service_name lets brackets, backslash, caret and backtick through',
    caughtBy: 'request-body/service_name/pattern/{bracket,backslash,punctuation}-*',
    change: tolerate('service_name', text((name) => /^[A-z0-9_-]{0,16}$/.test(name))),
  },
  {
    id: 'name-number-accepted',
    says: 'A number passes for service_name and is made text',
    caughtBy: 'request-body/service_name/type/integer*',
    change: (before) => ({
      ...tolerate('service_name', (value) => typeof value === 'number')(before),
      ...receiving((update) => ({ ...update, ...(update.service_name === undefined ? {} : { service_name: String(update.service_name) }) }))(before),
    }),
  },
  {
    id: 'name-null-accepted',
    says: 'null passes for service_name and clears it',
    caughtBy: 'request-body/service_name/type/null',
    change: (before) => ({
      ...tolerate('service_name', (value) => value === null)(before),
      ...receiving((update) => (update.service_name === null ? { ...update, service_name: '' } : update))(before),
    }),
  },
  {
    id: 'name-unchecked-beside-ports',
    says: 'service_name is not checked where ports is given as well',
    caughtBy: 'request-body/service_name/pattern/*',
    change: tolerate('service_name', (value, x) => typeof value === 'string' && isRecord(x.value) && Object.hasOwn(x.value, 'ports')),
  },
  {
    id: 'name-unchecked-on-second-service',
    says: 'The second service still has an old rule: 32 characters for service_name',
    caughtBy: 'request-body/service_name/maxLength/*',
    change: tolerate('service_name', (value, x) => x.service?.index === 1 && typeof value === 'string' && /^[\w-]{0,32}$/.test(value)),
  },
];

const description: readonly FaultEntry[] = [
  {
    id: 'description-less-than-accepted',
    says: '`<` in description is accepted',
    caughtBy: 'request-body/description/pattern/less-than-*',
    change: tolerate('description', text((text) => !text.includes('>'))),
  },
  {
    id: 'description-greater-than-accepted',
    says: '`>` in description is accepted',
    caughtBy: 'request-body/description/pattern/greater-than-*',
    change: tolerate('description', text((text) => !text.includes('<'))),
  },
  {
    id: 'description-tags-only-rejected',
    says: 'Only a whole tag in description is turned down, not `<` or `>` alone',
    caughtBy: 'request-body/description/pattern/{alone,less-than-*,greater-than-*}',
    change: tolerate('description', text((text) => !/<[^>]*>/.test(text))),
  },
  {
    id: 'description-late-unchecked',
    says: 'Only the first 64 characters of description are checked for `<` and `>`',
    caughtBy: 'request-body/description/pattern/late',
    change: tolerate('description', text((text) => !/[<>]/.test(text.slice(0, 64)))),
  },
  {
    id: 'description-second-half-less-than',
    says: '`<` in the second half of a description is not seen',
    caughtBy: 'request-body/description/pattern/less-than-last',
    change: tolerate('description', text((text) => !text.includes('>') && text.indexOf('<') > text.length / 2)),
  },
  {
    id: 'description-second-line-unchecked',
    says: 'Only the first line of description is checked',
    caughtBy: 'request-body/description/pattern/second-line-forbidden',
    change: tolerate('description', text((text) => /\n/.test(text) && !/[<>]/.test(text.split('\n')[0] ?? ''))),
  },
  {
    id: 'description-null-accepted',
    says: 'null passes for description and clears it',
    caughtBy: 'request-body/description/type/null',
    change: (before) => ({
      ...tolerate('description', (value) => value === null)(before),
      ...receiving((update) => (update.description === null ? { ...update, description: '' } : update))(before),
    }),
  },
  {
    id: 'description-number-accepted',
    says: 'A number passes for description',
    caughtBy: 'request-body/description/type/*',
    change: tolerate('description', (value) => typeof value === 'number'),
  },
  {
    id: 'description-128-rejected',
    says: 'A description of 128 characters is one too long',
    caughtBy: 'request-body/{description-lengths,description/accepts/type/length-128}',
    change: turnDown('description', text((text) => codePoints(text) >= 128), 'is too long'),
  },
  {
    id: 'description-128-bytes-rejected',
    says: 'The length of description is counted in bytes, so that 43 Chinese characters are too long',
    caughtBy: 'request-body/description-lengths',
    change: turnDown('description', text((text) => Buffer.byteLength(text) > 128), 'is too long'),
  },
  {
    id: 'description-empty-rejected',
    says: 'An empty description is turned down',
    caughtBy: 'request-body/description/accepts/type/empty',
    change: turnDown('description', (value) => value === '', 'must not be empty'),
  },
  {
    id: 'description-non-ascii-rejected',
    says: 'Letters beyond Latin-1 in description are turned down',
    caughtBy: 'request-body/description/accepts/pattern/letter-chinese',
    change: turnDown('description', text((text) => /[^\0-\xff]/.test(text))),
  },
  {
    id: 'description-ampersand-rejected',
    says: '`&` in description is turned down as if it were markup',
    caughtBy: 'request-body/description/accepts/pattern/ampersand',
    change: turnDown('description', text((text) => text.includes('&'))),
  },
  {
    id: 'description-quote-rejected',
    says: 'A firewall takes an apostrophe in description for an injection',
    caughtBy: 'request-body/description/accepts/pattern/quote',
    change: turnDown('description', text((text) => text.includes("'"))),
  },
  {
    id: 'description-backslash-rejected',
    says: 'A backslash in description is turned down',
    caughtBy: 'request-body/description/accepts/pattern/backslash',
    change: turnDown('description', text((text) => text.includes('\\'))),
  },
  {
    id: 'description-leading-blank-rejected',
    says: 'A description that begins with a blank is turned down',
    caughtBy: 'request-body/description-letters',
    change: turnDown('description', text((text) => text.startsWith(' '))),
  },
];

const portId: readonly FaultEntry[] = [
  {
    id: 'port-id-any-text-accepted',
    says: 'Any text that is not empty passes for port_id',
    caughtBy: 'request-body/port_id/format/*',
    change: tolerate('port_id', text((id) => id !== '')),
  },
  {
    id: 'port-id-empty-accepted',
    says: 'An empty port_id is accepted, as if it were omitted',
    caughtBy: 'request-body/port_id/format/empty',
    change: (before) => ({
      ...tolerate('port_id', (value) => value === '')(before),
      receive: (body, x) => {
        const { port_id: id, ...others } = before.receive(body, x);
        return id === undefined || id === '' ? others : { ...others, port_id: id };
      },
    }),
  },
  {
    id: 'port-id-braces-accepted',
    says: 'A UUID in braces passes for port_id',
    caughtBy: 'request-body/port_id/format/braces',
    change: tolerate('port_id', text((id) => /^\{[0-9a-f-]{36}\}$/i.test(id))),
  },
  {
    id: 'port-id-without-hyphens-accepted',
    says: 'A UUID without hyphens passes for port_id',
    caughtBy: 'request-body/port_id/format/no-hyphens',
    change: tolerate('port_id', text((id) => /^[0-9a-f]{32}$/i.test(id))),
  },
  {
    id: 'port-id-urn-accepted',
    says: 'urn:uuid: before a port_id is accepted',
    caughtBy: 'request-body/port_id/format/urn',
    change: tolerate('port_id', text((id) => /^urn:uuid:[0-9a-f-]{36}$/i.test(id))),
  },
  {
    id: 'port-id-hyphens-anywhere',
    says: 'Hyphens may stand anywhere in the 36 characters of port_id',
    caughtBy: 'request-body/port_id/format/misplaced-hyphen',
    change: tolerate('port_id', text((id) => /^[0-9a-f-]{36}$/i.test(id))),
  },
  {
    id: 'port-id-any-letter-accepted',
    says: 'Letters beyond f pass in port_id',
    caughtBy: 'request-body/port_id/format/bad-digit-*',
    change: tolerate('port_id', text((id) => /^[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}$/i.test(id))),
  },
  {
    id: 'port-id-trailing-newline-accepted',
    says: 'A line break after port_id is accepted',
    caughtBy: 'request-body/port_id/format/trailing-newline',
    change: tolerate('port_id', text((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n$/i.test(id))),
  },
  {
    id: 'port-id-null-accepted',
    says: 'null passes for port_id, as if it were omitted',
    caughtBy: 'request-body/port_id/type/null',
    change: (before) => ({
      ...tolerate('port_id', (value) => value === null)(before),
      receive: (body, x) => {
        const { port_id: id, ...others } = before.receive(body, x);
        return typeof id === 'string' ? { ...others, port_id: id } : others;
      },
    }),
  },
  {
    id: 'port-id-own-rejected',
    says: "The service's own port_id is turned down as already in use",
    caughtBy: 'request-body/port-id-own',
    change: turnDown('port_id', (value, x) => value === x.service?.state.port_id, 'is in use'),
  },
  {
    id: 'port-id-change-rejected',
    says: 'port_id can only be set to what it is',
    caughtBy: 'request-body/port-id-configured',
    change: turnDown('port_id', (value, x) => typeof value === 'string' && value !== x.service?.state.port_id, 'cannot be changed'),
  },
];

const vipPortId: readonly FaultEntry[] = [
  {
    id: 'vip-empty-accepted',
    says: 'An empty vip_port_id is accepted',
    caughtBy: 'request-body/vip_port_id/minLength/one-under',
    change: tolerate('vip_port_id', (value) => value === ''),
  },
  {
    id: 'vip-65-accepted',
    says: 'A vip_port_id of 65 characters is accepted: the bound is off by one',
    caughtBy: 'request-body/vip_port_id/maxLength/one-over',
    change: tolerate('vip_port_id', text((id) => codePoints(id) === 65)),
  },
  {
    id: 'vip-unbounded',
    says: 'A vip_port_id has no greatest length',
    caughtBy: 'request-body/vip_port_id/maxLength/*',
    change: tolerate('vip_port_id', text((id) => id !== '')),
  },
  {
    id: 'vip-64-rejected',
    says: 'A vip_port_id of 64 characters is one too long',
    caughtBy: 'request-body/vip_port_id/accepts/maxLength/most',
    change: turnDown('vip_port_id', text((id) => codePoints(id) === 64), 'is too long'),
  },
  {
    id: 'vip-one-rejected',
    says: 'A vip_port_id of one character is too short',
    caughtBy: 'request-body/vip_port_id/accepts/minLength/one',
    change: turnDown('vip_port_id', text((id) => id.length === 1), 'is too short'),
  },
  {
    id: 'vip-bytes-counted',
    says: 'The length of vip_port_id is counted in bytes',
    caughtBy: 'request-body/vip_port_id/accepts/maxLength/most-beyond-ascii',
    change: turnDown('vip_port_id', text((id) => Buffer.byteLength(id) > 64), 'is too long'),
  },
  {
    id: 'vip-number-accepted',
    says: 'A number passes for vip_port_id',
    caughtBy: 'request-body/vip_port_id/type/{integer,fraction}*',
    change: tolerate('vip_port_id', (value) => typeof value === 'number'),
  },
  {
    id: 'vip-trimmed-before-counting',
    says: 'vip_port_id is trimmed before its length is counted',
    caughtBy: 'request-body/vip_port_id/maxLength/one-over-with-blank',
    change: tolerate('vip_port_id', text((id) => id.trim() !== '' && codePoints(id.trim()) <= 64)),
  },
  {
    id: 'vip-uuid-only',
    says: 'vip_port_id must be a UUID, which the document does not say',
    caughtBy: 'request-body/{vip-port-id-lengths,vip_port_id/accepts/*,every-combination}',
    change: turnDown('vip_port_id', text((id) => !/^[0-9a-f-]{36}$/i.test(id)), 'must be a UUID'),
  },
];

const ports: readonly FaultEntry[] = [
  {
    id: 'ports-201-accepted',
    says: '201 mappings are accepted: the bound is off by one',
    caughtBy: 'request-body/ports/maxItems/one-over',
    change: (before) => ({
      ports: (value, x) =>
        Array.isArray(value) && value.length === 201 ? before.ports(value.slice(0, 200), x) : before.ports(value, x),
    }),
  },
  {
    id: 'ports-unbounded',
    says: 'A list of mappings has no greatest length',
    caughtBy: 'request-body/ports/maxItems/*',
    change: (before) => ({
      ports: (value, x) => {
        if (!Array.isArray(value) || value.length <= 200) return before.ports(value, x);
        for (let n = 0; n < value.length; n += 200) {
          const refusal = before.ports(value.slice(n, n + 200), x);
          if (refusal !== undefined) return refusal;
        }
        return before.distinct(value, x);
      },
    }),
  },
  {
    id: 'ports-256-wraps',
    says: 'The number of mappings is counted in one byte, so that 256 pass as 0',
    caughtBy: 'request-body/ports/maxItems/{power-of-two,double}',
    change: (before) => ({
      ports: (value, x) =>
        Array.isArray(value) && value.length > 255 ? before.ports(value.slice(0, value.length % 256), x) : before.ports(value, x),
    }),
  },
  {
    id: 'ports-200-rejected',
    says: '200 mappings are one too many',
    caughtBy: 'request-body/ports/accepts/maxItems/most',
    change: turnDown('ports', (value) => Array.isArray(value) && value.length === 200, 'has too many mappings'),
  },
  {
    id: 'ports-50-at-most',
    says: 'More than 50 mappings are turned down, as the console does',
    caughtBy: 'request-body/ports-many',
    change: turnDown('ports', (value) => Array.isArray(value) && value.length > 50, 'has too many mappings'),
  },
  {
    id: 'ports-empty-rejected',
    says: 'An empty list of mappings is turned down',
    caughtBy: 'request-body/ports/accepts/type/empty',
    change: turnDown('ports', (value) => Array.isArray(value) && value.length === 0, 'must not be empty'),
  },
  {
    id: 'ports-single-object-accepted',
    says: 'One mapping without a list around it passes for ports',
    caughtBy: 'request-body/ports/type/single-item',
    change: (before) => ({
      ports: (value, x) => before.ports(isRecord(value) && 'server_port' in value ? [value] : value, x),
      receive: (body, x) => before.receive(isRecord(body['ports']) ? { ...body, ports: [body['ports']] } : body, x),
    }),
  },
  {
    id: 'ports-null-accepted',
    says: 'null passes for ports and clears them',
    caughtBy: 'request-body/ports/type/null',
    change: (before) => ({
      ...tolerate('ports', (value) => value === null)(before),
      ...receiving((update) => (update.ports === null ? { ...update, ports: [] } : update))(before),
    }),
  },
  {
    id: 'ports-duplicates-accepted',
    says: 'Equal mappings are accepted',
    caughtBy: 'request-body/ports/uniqueItems/*',
    change: () => ({ distinct: () => undefined }),
  },
  {
    id: 'ports-duplicates-only-adjacent-found',
    says: 'Equal mappings are only found side by side',
    caughtBy: 'request-body/ports/uniqueItems/{first-and-last,far-apart}',
    change: (before) => ({
      distinct: (mappings, x) =>
        mappings.some((mapping, n) => n > 0 && keyOf(mapping) === keyOf(mappings[n - 1])) ? before.distinct(mappings, x) : undefined,
    }),
  },
  {
    id: 'ports-duplicates-beyond-hundred',
    says: 'Equal mappings beyond the hundredth are not found',
    caughtBy: 'request-body/ports/uniqueItems/*',
    change: (before) => ({ distinct: (mappings, x) => before.distinct(mappings.slice(0, 100), x) }),
  },
  {
    id: 'ports-duplicates-dropped',
    says: 'Equal mappings are merged without a word',
    caughtBy: 'request-body/ports/uniqueItems/*',
    change: (before) => ({
      distinct: () => undefined,
      ...receiving((update) =>
        update.ports === undefined ? update : { ...update, ports: [...new Map(update.ports.map((m) => [keyOf(m), m])).values()] },
      )(before),
    }),
  },
  {
    id: 'ports-duplicate-through-default-accepted',
    says: 'Two mappings that are equal only because an omitted protocol is TCP are accepted',
    caughtBy: 'request-body/ports/distinct-mappings/*',
    change: () => ({
      distinct: (mappings) =>
        new Set(mappings.map((mapping) => JSON.stringify(mapping))).size < mappings.length
          ? invalid('ports', 'must not repeat a mapping')
          : undefined,
    }),
  },
  {
    id: 'ports-duplicates-compared-as-text',
    says: 'Mappings are compared as they are written, so that another order of members hides an equal one',
    caughtBy: 'request-body/ports/uniqueItems/reordered',
    change: () => ({
      distinct: (mappings) =>
        new Set(mappings.map((item) => JSON.stringify(isRecord(item) ? { ...item, protocol: item['protocol'] ?? 'TCP' } : item))).size <
        mappings.length
          ? invalid('ports', 'must not repeat a mapping')
          : undefined,
    }),
  },
  {
    id: 'ports-swapped-taken-for-equal',
    says: 'Two mappings with the same two ports the other way round count as equal',
    caughtBy: 'request-body/ports/accepts/uniqueItems/crossed',
    change: () => ({
      distinct: (mappings) => {
        const keys = mappings.map((m) => (isRecord(m) ? [m['client_port'], m['server_port']].map(String).sort().join('/') : ''));
        return new Set(keys).size < keys.length ? invalid('ports', 'must not repeat a mapping') : undefined;
      },
    }),
  },
  {
    id: 'ports-list-in-text-accepted',
    says: 'A list that is written as text is parsed and accepted for ports',
    caughtBy: 'request-body/ports/type/string-json',
    change: (before) => ({
      ports: (value, x) => before.ports(listInText(value) ?? value, x),
      receive: (body, x) => before.receive({ ...body, ...(listInText(body['ports']) ? { ports: listInText(body['ports']) } : {}) }, x),
    }),
  },
];

function listInText(value: unknown): unknown[] | undefined {
  if (typeof value !== 'string' || !value.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

const whole: readonly FaultEntry[] = [
  {
    id: 'empty-object-rejected',
    says: 'A body without members is turned down as empty',
    caughtBy: 'request-body/empty-object',
    change: turnDownBody((update) => Object.keys(update).length === 0, invalid('body', 'must not be empty', 'EndPoint.2002')),
  },
  {
    id: 'all-members-rejected',
    says: 'A body with all six members is turned down: one of port_id and vip_port_id is too many',
    caughtBy: `${accepts}`,
    change: turnDownBody((update) => Object.keys(update).length === 6, invalid('vip_port_id', 'must not stand beside port_id', 'EndPoint.3054')),
  },
  {
    id: 'name-required',
    says: 'service_name must be sent with every update',
    caughtBy: 'request-body/accepts/properties/*',
    change: turnDownBody((update) => update.service_name === undefined, invalid('service_name', 'is required')),
  },
  {
    id: 'ports-with-port-id-rejected',
    says: 'ports and port_id cannot be changed at once',
    caughtBy: 'request-body/every-combination',
    change: turnDownBody((update) => update.ports !== undefined && update.port_id !== undefined, invalid('ports', 'must not stand beside port_id')),
  },
  {
    id: 'approval-false-with-empty-name-breaks',
    says: 'approval_enabled false beside an empty service_name breaks the service: 500',
    caughtBy: 'effect/cleared',
    change: turnDownBody((update) => update.approval_enabled === false && update.service_name === '', broken),
  },
  {
    id: 'top-level-list-accepted',
    says: 'A list around the body is accepted',
    caughtBy: 'request-body/type/array-*',
    change: (before) => ({ validate: (x) => (Array.isArray(x.value) ? undefined : before.validate(x)) }),
  },
  {
    id: 'top-level-null-accepted',
    says: 'The body null counts as one without members',
    caughtBy: 'request-body/type/null',
    change: (before) => ({ validate: (x) => (x.value === null ? undefined : before.validate(x)) }),
  },
  {
    id: 'name-member-any-case-stored',
    says: 'Member names are read without regard to case, and Service_Name is stored unchecked',
    caughtBy: '{request-body/unknown-member,effect/kept/service_name}',
    change: (before) => ({
      receive: (body, x) => {
        const other = Object.keys(body).find((key) => key !== 'service_name' && key.toLowerCase() === 'service_name');
        const value = other === undefined ? undefined : body[other];
        return before.receive(typeof value === 'string' ? { ...body, service_name: value } : body, x);
      },
    }),
  },
  {
    id: 'unknown-created-at-stored',
    says: 'The body is copied over the service, so that an update can set created_at',
    caughtBy: '{request-body/unknown-member,reply/created_at/constant}',
    change: (before) => ({
      merge: (state, update, x) => {
        const next = before.merge(state, update, x);
        const time = isRecord(x.value) ? x.value['created_at'] : undefined;
        return typeof time === 'string' ? { ...next, created_at: time } : next;
      },
    }),
  },
  {
    id: 'unknown-server-type-stored',
    says: 'The body is copied over the service, so that an update can set server_type',
    caughtBy: '{request-body/unknown-member,effect/constant/server_type}',
    change: (before) => ({
      merge: (state, update, x) => {
        const next = before.merge(state, update, x);
        const type = isRecord(x.value) ? x.value['server_type'] : undefined;
        return typeof type === 'string' ? { ...next, server_type: type } : next;
      },
    }),
  },
];

/** Defects in reading the members of the request (Table 3). */
export const requestBodyFaults: readonly Fault[] = inChapter('request-body', [
  ...approval,
  ...name,
  ...description,
  ...portId,
  ...vipPortId,
  ...ports,
  ...whole,
]);
