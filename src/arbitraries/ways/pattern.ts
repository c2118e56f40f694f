import { printableClasses, characterClasses, type CharacterClass } from '../characters.js';
import { charactersOf, lengthOf } from '../code-points.js';
import { formatGenerators } from '../formats.js';
import { textSpace } from '../text-space.js';
import { spoilingWay, type Spoiling, type BrokenSchema, type Texts, type Way } from './way.js';

/** Texts that are valid except for a character or a few: each class that the pattern forbids, at each place. */
export function patternWays(subject: BrokenSchema): Way[] {
  const short = goodTexts(subject, 6);
  const spoilings = [...characterClasses.flatMap(ofClass), ...whole(subject)];
  return [
    ...spoilings.flatMap((spoiling) => spoilingWay(subject, 'pattern', spoiling, short)),
    ...spoilingWay(subject, 'pattern', late(subject), goodTexts(subject, 1)),
  ];
}

/** Valid texts with room for insertions. */
function goodTexts({ node }: BrokenSchema, wanted: number): Texts {
  const { minLength: min, maxLength: max, format } = node;
  if (format !== null)
    return { listed: [0, 1].map(formatGenerators[format].sample), drawn: formatGenerators[format].arbitrary };
  const space = textSpace(node);
  const room = (taken: number): number => Math.max(min, Math.min(wanted, max - taken));
  const lengths = [...new Set([room(1), room(2), room(4), min, Math.min(max, min + 24)])];
  const listed = [...new Set(lengths.flatMap((length) => space.word(length) ?? []))];
  return {
    listed: listed.length > 0 ? listed : [''],
    drawn: () => space.texts(Math.max(0, min - 1), Math.max(min, Math.min(max - 1, min + 24))),
  };
}

function ofClass({ name, says, snippets, byPlace }: CharacterClass): Spoiling[] {
  const each =
    (put: (text: string, snippet: string) => string[]) =>
    (text: string): string[] =>
      snippets.flatMap((snippet) => put(text, snippet));
  if (byPlace) {
    return [
      {
        way: `${name}-last`,
        says: `with ${says} as its last character`,
        of: each((text, s) => [text + s, cut(text, -1) + s]),
      },
      {
        way: `${name}-first`,
        says: `with ${says} as its first character`,
        of: each((text, s) => [s + text, s + cut(text, 1)]),
      },
      { way: `${name}-inside`, says: `with ${says} inside`, of: each(inside) },
    ];
  }
  return [
    {
      way: name,
      says: `with ${says}`,
      of: (text) => [...each((t, s) => [t + s])(text), ...each(inside)(text), ...each((t, s) => [s + t, s])(text)],
    },
  ];
}

function inside(text: string, snippet: string): string[] {
  const characters = charactersOf(text);
  const middle = Math.ceil(characters.length / 2);
  if (characters.length < 2) return [];
  const head = characters.slice(0, middle).join('');
  return [head + snippet + characters.slice(middle).join(''), head + snippet + characters.slice(middle + 1).join('')];
}

/** A text without its first (1) or last (-1) character. */
function cut(text: string, side: 1 | -1): string {
  const characters = charactersOf(text);
  return (side === 1 ? characters.slice(1) : characters.slice(0, -1)).join('');
}

/** Printable characters that may not occur in a text of the pattern. */
function forbidden({ node }: BrokenSchema): string[] {
  const { characters } = textSpace(node);
  return printableClasses.flatMap(({ snippets }) => snippets).filter((character) => !characters.includes(character));
}

function whole(subject: BrokenSchema): Spoiling[] {
  const bad = forbidden(subject);
  const most = Math.max(1, Math.min(subject.node.maxLength, 64));
  return [
    {
      way: 'alone',
      says: 'of one forbidden character and nothing else',
      of: () => [...bad, '\n', '\t', '\0', '中', '😀'],
    },
    {
      way: 'only-forbidden',
      says: 'of nothing but forbidden characters',
      of: () => [bad.slice(0, most).join(''), ...bad.map((c) => c.repeat(Math.min(most, 3)))],
    },
    {
      way: 'doubled',
      says: 'with one forbidden character twice',
      of: (text) => bad.flatMap((c) => [text + c + c, c + text + c, c + c + text]),
    },
    {
      way: 'mixed',
      says: 'with two forbidden characters',
      of: (text) => bad.slice(1).map((c, i) => (bad[i] ?? '') + text + c),
    },
    {
      way: 'tag',
      says: 'with a tag',
      of: (text) => [
        `<b>${text}</b>`,
        '<b>x</b>',
        `${text}<br/>`,
        '<script>alert(1)</script>',
        `<!--${text}-->`,
        '\\</p>',
        '<img src=x>',
        'x="1<2"',
        '`a->b`',
        "'<' + '>'",
        'a < b',
        'b > a',
        '<3',
      ],
    },
    {
      way: 'query',
      says: 'with a fragment of a query',
      of: (text) => [`${text}';--`, `' OR 1=1`, `"${text}"`, `${text}%`, '${x}', '{{x}}', '../x', `${text}*`],
    },
    { way: 'letters-before', says: 'with other text before it', of: (text) => [`x${text}`, `-${text}`] },
    { way: 'letters-after', says: 'with other text after it', of: (text) => [`${text}x`, `${text}-`] },
    {
      way: 'second-line',
      says: 'with a second line that is valid',
      of: (text) => [`${text}\n${text}`, `\n${text}`, `${text}\r\n${text}`],
    },
    {
      way: 'second-line-forbidden',
      says: 'whose first line is valid and whose second is not',
      of: (text) => bad.map((c) => `${text}\n${c}`),
    },
    { way: 'one-short', says: 'with a missing character', of: (text) => [cut(text, -1), cut(text, 1)] },
    { way: 'empty', says: 'that is empty', of: () => [''] },
  ];
}

const INDICES = [15, 31, 32, 63, 64, 99, 127, 128, 254, 255, 256, 511, 999, 1_000] as const;

/** Puts a forbidden character after a long valid part. */
function late(subject: BrokenSchema): Spoiling {
  const { node } = subject;
  const bad = forbidden(subject);
  const indices = [
    ...new Set(Number.isFinite(node.maxLength) ? [node.maxLength - 1, node.maxLength - 2, ...INDICES] : INDICES),
  ].filter((index) => index > 0 && index < node.maxLength);
  const telling = [...new Set([...bad.slice(0, 3), ...bad.slice(-2)])];
  const space = textSpace(node);
  return {
    way: 'late',
    says: 'with a forbidden character after many valid ones',
    of: (text) =>
      indices.flatMap((index) => {
        const word = space.word(Math.max(0, index - lengthOf(text)));
        return word === null ? [] : telling.map((c) => text + word + c);
      }),
  };
}
