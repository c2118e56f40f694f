/** The name of the record of a run in its report folder: one JSON object per line. */
export const RECORD_FILE = 'exchanges.ndjson';
