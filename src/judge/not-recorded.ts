/** Why a case is unjudged that a record should show, and does not. */
export const NOT_RECORDED = 'not recorded';
