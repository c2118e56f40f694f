/** The name of the record of a run in its report folder: one JSON object a line. */
export const RECORD_FILE = 'exchanges.ndjson';
