const uuidText = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

const dateTimeText = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** Whether a text is exactly a UUID: 8, 4, 4, 4 and 12 hexadecimal digits of either case (RFC 9562). */
export function isUuid(text: string): boolean {
  return uuidText.test(text);
}

/**
 * Whether a text is an existing date and time of RFC 3339: a day of its month, an hour up to 23, a second up to 59, or
 * 60 at the end of a UTC day, where leap seconds are inserted.
 */
export function isDateTime(text: string): boolean {
  const parts = dateTimeText.exec(text);
  if (parts === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const offset = parts[7] === undefined ? 0 : Number(`${parts[7]}1`) * (Number(parts[8]) * 60 + Number(parts[9]));
  if (Number(parts[8] ?? 0) > 23 || Number(parts[9] ?? 0) > 59) return false;
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return false;
  if (hour > 23 || minute > 59) return false;
  const minuteOfUtcDay = (hour * 60 + minute - offset + 2 * 1440) % 1440;
  return second <= 59 || (second === 60 && minuteOfUtcDay === 1439);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The formats that a schema may name, each with a strict check. */
export const formats = { uuid: isUuid, 'date-time': isDateTime } as const satisfies Readonly<
  Record<string, (text: string) => boolean>
>;

export type FormatName = keyof typeof formats;
