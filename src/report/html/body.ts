import { markup, type Html, type Insert } from './markup.js';
import { jsonSpans, type TextSpan } from './json-spans.js';

/** A longer value is not marked as a whole; only its name is. */
const LONGEST_MARK = 160;

/**
 * A body, exactly as it was, with the values at the pointers marked. The members of a JSON object are on lines of their
 * own only by style, so that copying gives what was sent.
 */
export function renderBody(text: string, pointers: readonly string[]): Html {
  if (text === '') return markup`<i>empty</i>`;
  const spans = jsonSpans(text);
  if (spans === null) return markup`${text}`;
  const marks = pointers
    .filter((pointer) => pointer !== '')
    .map((pointer) => spans.find(pointer))
    .filter((found) => found !== null)
    .map(({ value, name }) => (value.end - value.start <= LONGEST_MARK ? value : name));
  const members = spans.members.length > 1 ? spans.members : [];
  const pieces: Insert[] = [];
  let at = 0;
  for (const member of members) {
    // The comma belongs to the line that it ends.
    const end = text[member.end] === ',' ? member.end + 1 : member.end;
    pieces.push(cut(text, { start: at, end: member.start }, marks));
    pieces.push(markup`<span class="m">${cut(text, { start: member.start, end }, marks)}</span>`);
    at = end;
  }
  return markup`${[...pieces, cut(text, { start: at, end: text.length }, marks)]}`;
}

/** A part of the text with the marks in it; of two that overlap, the first counts. */
function cut(text: string, part: TextSpan, marks: readonly TextSpan[]): Html {
  const inside = marks.filter(({ start, end }) => start >= part.start && end <= part.end);
  const pieces: Insert[] = [];
  let at = part.start;
  for (const { start, end } of [...inside].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    pieces.push(text.slice(at, start), markup`<mark>${text.slice(start, end)}</mark>`);
    at = end;
  }
  return markup`${[...pieces, text.slice(at, part.end)]}`;
}
