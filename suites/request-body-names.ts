import { table } from '../src/contract/clause.js';
import { meaningTheSame, wrapped } from '../src/contract/other-names.js';
import { must, type Chapter } from '../src/contract/requirement.js';
import { bodies } from '../src/contract/sent.js';
import { open } from '../src/contract/then.js';
import { nearNamesOfEach } from '../src/contract/unknowns.js';
import { otherSpellings } from '../src/contract/values.js';

/** Member names that the document does not have (R7). */
export const otherNames: Chapter['items'] = [
  must('other-spelling', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R7',
    says: 'A name of the document in another spelling is not that name: it is ignored or rejected',
    given: bodies(otherSpellings),
    then: open(),
  }),
  must('near-names', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R7',
    says: 'A name that only folds to one of the document is not that name, before or after it: it is ignored or rejected',
    given: nearNamesOfEach({ client_port: 9, server_port: 46_900, protocol: 'UDP' }),
    then: open(),
  }),
  must('meaning-the-same', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R7',
    says: 'A name that only means the same as one of the document is not that name: it is ignored or rejected',
    given: meaningTheSame(),
    then: open(),
  }),
  must('wrapped', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R7',
    says: 'A name one level deeper, or written as a path, is not a member: it is ignored or rejected',
    given: wrapped(),
    then: open(),
  }),
];
