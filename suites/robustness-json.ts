import { table } from '../src/contract/clause.js';
import { cutBodies, everyBreachOfJson, everyRespelling, respeltViolations } from '../src/contract/json-families.js';
import { must, type Chapter } from '../src/contract/requirement.js';
import { rejected } from '../src/contract/then.js';

const json = { clause: table(3), basis: 'protocol', reading: 'R8' } as const;

/** JSON as a grammar (RFC 8259): what is not JSON, and what is the same value in another spelling. */
export const jsonTexts: Chapter['items'] = [
  everyBreachOfJson(),
  everyRespelling(),
  must('respelt-violation', {
    ...json,
    says: 'A body that must be rejected is rejected in any spelling',
    given: respeltViolations(),
    then: rejected(),
  }),
  must('body-cut', {
    ...json,
    says: 'A body is not complete before its last bracket',
    given: cutBodies(),
    then: rejected(),
  }),
];
