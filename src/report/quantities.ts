/**
 * The quantities of a report. Their tags become keywords of its JSON Schema (`npm run generate`).
 */

/**
 * A whole number from 0.
 *
 * @asType integer
 * @minimum 0
 */
export type Count = number;

/**
 * A whole number from 1.
 *
 * @asType integer
 * @minimum 1
 */
export type Positive = number;

/**
 * Milliseconds.
 *
 * @minimum 0
 */
export type Duration = number;

/**
 * A share, 1 for all.
 *
 * @minimum 0
 */
export type Share = number;

/**
 * A moment: ISO 8601, UTC.
 *
 * @pattern ^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$
 */
export type UtcTime = string;

/**
 * A day: YYYY-MM-DD.
 *
 * @pattern ^\d{4}-\d{2}-\d{2}$
 */
export type Day = string;

/**
 * A SHA-256 in hexadecimal.
 *
 * @pattern ^[0-9a-f]{64}$
 */
export type Sha256 = string;
