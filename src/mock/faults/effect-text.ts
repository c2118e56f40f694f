import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { merging, rewriting } from '../changes.js';

const kept = '{effect/*/description,request-body/description*}';

const losingChangesOfCase = (member: 'service_name' | 'description'): Change =>
  merging((next, state) =>
    next[member].toLowerCase() === state[member].toLowerCase() ? { ...next, [member]: state[member] } : next,
  );

/** Text that is not stored as it was sent. */
export const textFaults = faultsOf({
  'name-cut-to-15': {
    says: 'A service_name of exactly 16 characters loses the last one',
    caughtBy: '{effect/*/service_name,request-body/name-each-length}',
    change: rewriting('service_name', (name) => name.slice(0, 15)),
  },
  'name-leading-zeros-lost': {
    says: 'A service_name of digits is stored as a number and loses its leading zeros',
    caughtBy: '{effect/*/service_name,request-body/*}',
    change: rewriting('service_name', (name) => (/^\d+$/.test(name) ? String(Number(name)) : name)),
  },
  'description-trimmed': {
    says: 'Blanks around description are stripped',
    caughtBy: kept,
    change: rewriting('description', (text) => text.trim()),
  },
  'description-escaped': {
    says: '`&` in description is stored as `&amp;`',
    caughtBy: kept,
    change: rewriting('description', (text) => text.replaceAll('&', '&amp;')),
  },
  'description-composed': {
    says: 'description is normalised: decomposed letters are stored composed',
    caughtBy: kept,
    change: rewriting('description', (text) => text.normalize('NFC')),
  },
  'description-cut-at-128': {
    says: 'A description of more than 128 characters is cut off silently',
    caughtBy: kept,
    change: rewriting('description', (text) => text.slice(0, 128)),
  },
  'name-change-of-case-lost': {
    says: 'A service_name that differs from the previous one only in case is not stored',
    caughtBy: 'effect/{echo,persist}/service_name',
    change: losingChangesOfCase('service_name'),
  },
  'description-change-of-case-lost': {
    says: 'A description that differs from the previous one only in case is not stored',
    caughtBy: 'effect/{echo,persist}/description',
    change: losingChangesOfCase('description'),
  },
});
