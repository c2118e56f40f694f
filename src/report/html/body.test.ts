import { describe, expect, it } from 'vitest';
import { renderBody } from './body.js';

const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`' };

function textOf(html: string): string {
  return html.replace(/<[^>]*>/g, '').replace(/&([#\w]+);/g, (_whole, name: string) => CHARACTERS[name] ?? '?');
}

/** The marked parts of a body, and the whole text. */
function shown(text: string, pointers: readonly string[]): { marks: string[]; text: string } {
  const { markup } = renderBody(text, pointers);
  return {
    marks: [...markup.matchAll(/<mark>(.*?)<\/mark>/g)].map(([, inner]) => textOf(inner ?? '')),
    text: textOf(markup),
  };
}

const body = '{"id":"a", "ports":[{"client_port":80},{"client_port":81}],"x/y":{"~":null},"name":"<b>"}';

describe('a body', () => {
  it.each<[pointer: string, marks: string[]]>([
    ['/id', ['"a"']],
    ['/ports/1/client_port', ['81']],
    ['/ports/0', ['{"client_port":80}']],
    ['/x~1y/~0', ['null']],
    ['/name', ['"<b>"']],
    ['/missing', []],
    ['/ports/7', []],
    ['/id/deeper', []],
    ['', []],
  ])('has what %s names marked, and stays what it was', (pointer, marks) => {
    expect(shown(body, [pointer])).toEqual({ marks, text: body });
  });

  it('has its members on lines of their own, by style alone', () => {
    expect(renderBody('{"a":1,"b":2}', []).markup).toBe(
      '{<span class="m">&quot;a&quot;:1,</span><span class="m">&quot;b&quot;:2</span>}',
    );
  });

  it.each([
    [150, ['1']],
    [250, []],
    [100_000, []],
  ])('has what lies %i levels deep marked, but not what no suite would send', (levels, marks) => {
    const text = `{"a":${'['.repeat(levels)}1${']'.repeat(levels)}}`;
    expect(shown(text, [`/a${'/0'.repeat(levels)}`])).toEqual({ marks, text });
  });

  it('has only the name of a long value marked', () => {
    const long = JSON.stringify({ ports: Array(100).fill(443), b: 1 });
    expect(shown(long, ['/ports'])).toEqual({ marks: ['"ports"'], text: long });
  });

  it('counts the last of two members with one name', () => {
    expect(shown('{"a":1,"a":2}', ['/a']).marks).toEqual(['2']);
  });

  it.each([
    'not JSON: a: b',
    '{"a":1',
    '{"a":1}}',
    '"text"',
    'null',
    '[]',
    '[1,2]',
    '{}',
    '\ufeff{"a":1}'.slice(1),
    '{"a":"&anchor *alias !tag"}',
    '{"\\ud800":"\\ud800","a":1}',
    `${'['.repeat(2_000)}${']'.repeat(2_000)}`,
  ])('that is anything else stays what it was: %s', (text) => {
    expect(shown(text, ['/b', '/0/0']).text).toBe(text);
  });
});
