/** Formats a number of at least 0 with its digits in groups of three, `1,113`, and `digits` more after the point. */
export function grouped(value: number, digits = 0): string {
  const [whole = '', ...fraction] = value.toFixed(digits).split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.');
}
