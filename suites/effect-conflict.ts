import { table } from '../src/contract/clause.js';
import { inEveryForm } from '../src/contract/crossing.js';
import { inChunks } from '../src/contract/headers.js';
import { must, type Chapter } from '../src/contract/requirement.js';
import { pairsOfTheSibling } from '../src/contract/scenarios.js';
import { conflictsWithTheSibling } from '../src/contract/reaching.js';
import { all } from '../src/contract/sent.js';
import { inEverySpecialForm } from '../src/contract/special-forms.js';
import { conflicts } from '../src/contract/then.js';

/** How services with one port_id exclude each other (R19). */
export const conflictItems: Chapter['items'] = [
  must('conflict/refused', {
    clause: table(3, 'ports'),
    basis: 'documented',
    reading: 'R19',
    needs: ['sibling'],
    says: 'A pair of server_port and protocol that another service holds on the same port_id is refused',
    given: pairsOfTheSibling(),
    then: conflicts(),
  }),
  must('conflict/in-chunks', {
    clause: table(3, 'ports'),
    basis: 'documented',
    reading: 'R19',
    needs: ['sibling'],
    says: 'A pair of another service on the same port_id is refused in a chunked body too',
    given: inChunks(conflictsWithTheSibling()),
    then: conflicts(),
  }),
  must('conflict/crossed', {
    clause: table(3, 'ports'),
    basis: 'documented',
    reading: 'R19',
    needs: ['sibling'],
    says: 'A pair of another service on the same port_id is refused however the request is framed, typed and spelt, and whatever accompanies it',
    given: all(inEveryForm(conflictsWithTheSibling()), inEverySpecialForm(conflictsWithTheSibling())),
    then: conflicts(),
  }),
];
