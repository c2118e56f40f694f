/** Reason of a case that is unjudged because the record lacks it. */
export const NOT_RECORDED = 'not recorded';
