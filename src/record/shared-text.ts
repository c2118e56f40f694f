const texts = new WeakMap<object, string>();

/**
 * Returns the JSON text of an object that many lines of a record share, such as the headers of cases; it is made once.
 */
export function sharedText(value: object): string {
  let text = texts.get(value);
  if (text === undefined) texts.set(value, (text = JSON.stringify(value)));
  return text;
}
