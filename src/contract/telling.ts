/**
 * Requirements with the indices of their telling cases, in the order in which a run sends these: first those that find most of
 * what none before them finds. Quick effort sends them alone, and nothing of a requirement that stands here without cases; of
 * one that does not stand here, nothing is known, and it is sent.
 */
export type Telling = readonly (readonly [requirement: string, ...cases: readonly number[]])[];
