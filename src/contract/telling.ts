/**
 * Requirements with the indices of their telling cases, in the order in which a run sends these: first those that find
 * most of what none before them finds. Quick effort sends only these, and nothing for a requirement listed without
 * cases; it also sends requirements that are not listed, of which nothing is known.
 */
export type Telling = readonly (readonly [requirement: string, ...cases: readonly number[]])[];
