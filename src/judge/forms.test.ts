import { describe, expect, it } from 'vitest';
import type { Framing } from '../contract/case.js';
import { FormTally, formsOf } from './forms.js';
import { testCase } from './target.fixture.js';

const framed = (framing: Framing, headers: readonly (readonly [string, string])[] = []) =>
  testCase({}, { headers, raw: { framing, requestLine: null, omitHost: false } });
const ordinary = testCase({ description: 'x' });

describe('formsOf', () => {
  it('finds nothing unusual in an ordinary request, whatever its credentials', () => {
    expect(formsOf(ordinary)).toEqual([]);
    expect(formsOf({ ...ordinary, headers: [['X-Auth-Token', '{{token-cut}}']] })).toEqual([]);
  });

  it('names the framing from general to particular, the version, headers, the path and the spelling of the JSON', () => {
    expect(formsOf(framed('small-chunks'))).toEqual(['a chunked body', 'a body in small chunks']);
    const line = { framing: 'content-length', requestLine: 'PUT {path} HTTP/1.0', omitHost: true } as const;
    expect(formsOf({ ...ordinary, raw: line })).toEqual(['HTTP/1.0', 'a request without Host']);
    expect(formsOf({ ...ordinary, headers: [['Content-Type', 'application/json;charset=utf-8']] })).toEqual([
      'the header Content-Type: application/json;charset=utf-8',
    ]);
    expect(formsOf({ ...ordinary, headers: [['X-Long', 'x'.repeat(500)]] })).toEqual(['the header X-Long']);
    expect(formsOf({ ...ordinary, path: '/v1/%76pc?a=1' })).toEqual(['a query', 'a path with encoded letters']);
    const spelt = (text: string) => formsOf({ ...ordinary, body: Buffer.from(text).toString('base64') });
    expect(spelt('{"\\u0064escription":"a b"}')).toEqual(['JSON with escapes']);
    expect(spelt('{ "description":"a b"}')).toEqual(['JSON with whitespace between tokens']);
  });
});

describe('FormTally', () => {
  type Probes = readonly (ReturnType<typeof testCase> | null)[];
  const blamed = (failing: Probes, conforming: Probes) => {
    const forms = new FormTally();
    for (const one of conforming) forms.enter(one, 'conforming');
    for (const one of failing) forms.enter(one, 'failed');
    return forms.toBlame();
  };
  const plain = (times: number) => Array.from({ length: times }, () => testCase({ description: 'x' }));
  const chunked = (times: number) => Array.from({ length: times }, () => framed('chunked'));

  it('blames the form in which most requests fail, if most in other forms conform', () => {
    const found = { names: ['a chunked body'], othersConform: true };
    expect(blamed([...chunked(2), framed('small-chunks')], plain(2))).toEqual(found);
    expect(blamed([...chunked(6), ...plain(2)], [...chunked(1), ...plain(9)])).toEqual(found);
  });

  it('says if no other form was sent', () => {
    expect(blamed([framed('split')], [])).toEqual({ names: ['a body that arrives in parts'], othersConform: false });
  });

  it('counts a request once, as failed even if it conforms in another respect', () => {
    const both = chunked(2);
    expect(blamed([...both, ...both], [...both, ...plain(2)])).toEqual({
      names: ['a chunked body'],
      othersConform: true,
    });
  });

  it('blames no form that also conforms, whose requests fail in other forms too, or that one failure may lack', () => {
    expect(blamed(chunked(2), [...chunked(2), ...plain(2)])).toBeNull();
    expect(blamed([...chunked(2), ...plain(3)], plain(1))).toBeNull();
    expect(blamed([...chunked(2), ...plain(1)], [])).toBeNull();
    expect(blamed([...chunked(2), null], plain(2))).toBeNull();
  });
});
