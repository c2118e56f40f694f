import type { JsonObject } from '../shared/json.js';
import type { Tally } from './ledger.js';
import type { Stage } from './target.fixture.js';

/** An update with this body, as the log of a target has it. */
export const put = (body: JsonObject): string => `PUT ${JSON.stringify(body)}`;

/** What the ledger of a stage holds of a requirement. */
export const tally = ({ ledger }: Stage, id = 'r'): Tally => ledger.of(id);

/** The cases of a requirement that were not judged, with the reasons. */
export const reasons = (made: Stage, id = 'r') => [...tally(made, id).unjudged];
