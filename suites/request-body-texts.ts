import { table } from '../src/contract/clause.js';
import { must, type Chapter } from '../src/contract/requirement.js';
import { commonPunctuation, everyLetter, whatIsRewritten, whatIsShaped } from '../src/contract/texts.js';
import { accepted } from '../src/contract/then.js';

const description = table(3, 'description');

/** Which texts a description accepts, and keeps unchanged (R3). */
export const descriptions: Chapter['items'] = [
  must('description-every-letter', {
    clause: description,
    basis: 'documented',
    reading: 'R3',
    says: 'A letter of any script and block of the BMP is accepted in a description and kept',
    given: everyLetter(),
    then: accepted(),
  }),
  must('description-common-punctuation', {
    clause: description,
    basis: 'documented',
    reading: 'R3',
    says: 'Common Chinese and English punctuation beyond ASCII is accepted in a description and kept',
    given: commonPunctuation(),
    then: accepted(),
  }),
  must('description-rewritten', {
    clause: description,
    basis: 'documented',
    reading: 'R3',
    says: 'Text that templates, databases, shells, HTML and filters rewrite is accepted in a description and kept, at any length',
    given: whatIsRewritten(),
    then: accepted(),
  }),
  must('texts-shaped', {
    clause: table(3),
    basis: 'documented',
    reading: 'R3',
    says: 'A text that looks like an address, a number, a date, a word of some language or a credential is kept unchanged',
    given: whatIsShaped(),
    then: accepted(),
  }),
];
