/** The reason why a case that the record lacks is unjudged. */
export const NOT_RECORDED = 'not recorded';
