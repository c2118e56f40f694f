import { oncePer } from '../shared/once-per.js';
import type { Case, RawParts } from '../contract/case.js';

/** Requests of one form: how many conformed, and how many failed. */
interface Met {
  conforming: number;
  failed: number;
}

/** Maximum number of forms named, and maximum length of a header value that is named. */
const [MOST_NAMES, LONGEST_VALUE] = [8, 80];
/**
 * Thresholds for blaming a form: lowest failure rate of its requests, highest failure rate of all others, and lowest
 * share of all failures that have the form.
 */
const [MOST, FEW, HALF] = [0.75, 0.5, 0.5];
/** Lowest share of failures that have a form to blame, when nothing conforms. */
const ALMOST_ALL = 0.9;

/** The unusual forms in which the requests of a requirement were written, and how they fared. */
export class FormTally {
  readonly #met = new Map<string, Met>();
  readonly #all: Met = { conforming: 0, failed: 0 };
  readonly #outcomes = new WeakMap<Case, keyof Met>();
  #unknown = 0;

  /** Enters how a request was judged; one that conformed may fail in another respect. Null for an unknown request. */
  enter(testCase: Case | null, outcome: keyof Met): void {
    if (testCase === null) {
      if (outcome === 'failed') this.#unknown += 1;
      return;
    }
    const before = this.#outcomes.get(testCase);
    if (before === outcome || before === 'failed') return;
    this.#outcomes.set(testCase, outcome);
    const change = (met: Met) => {
      met[outcome] += 1;
      if (before !== undefined) met[before] -= 1;
    };
    change(this.#all);
    for (const form of formsOf(testCase)) {
      const met = this.#met.get(form) ?? { conforming: 0, failed: 0 };
      change(met);
      this.#met.set(form, met);
    }
  }

  /** The forms that fail while others conform or, if nothing conforms, that almost all failures have; null for none. */
  toBlame(): { readonly names: readonly string[]; readonly othersConform: boolean } | null {
    // A failure whose request is not known may have any form.
    if (this.#unknown > 0) return null;
    const all = this.#all;
    const names = [...this.#met]
      .filter(([, met]) => {
        if (all.conforming === 0) return met.failed >= ALMOST_ALL * all.failed;
        const others = { failed: all.failed - met.failed, conforming: all.conforming - met.conforming };
        return met.failed >= HALF * all.failed && rate(met) >= MOST && rate(others) <= FEW;
      })
      // General forms come before particular ones.
      .sort(([, one], [, other]) => other.failed - one.failed)
      .map(([name]) => name);
    if (names.length === 0) return null;
    return { names: names.slice(0, MOST_NAMES), othersConform: all.failed > 1 && all.conforming > 1 };
  }
}

function rate({ failed, conforming }: Met): number {
  return failed === 0 ? 0 : failed / (failed + conforming);
}

/** What is unusual about how a request is written, apart from its content, as the subject of a sentence. */
export function formsOf({ raw, headers, path, body }: Case): readonly string[] {
  const text = body === null ? '' : Buffer.from(body, 'base64').toString();
  return [
    ...(raw === null ? [] : formsOnTheWire(raw)),
    ...formsOfHead(headers),
    ...(path.includes('?') ? ['a query'] : []),
    ...(/~encoded|%/.test(path) ? ['a path with encoded letters'] : []),
    ...(/\\u00[2-7]/.test(text) ? ['JSON with escapes'] : []),
    ...(/\s/.test(text) && /\s/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, ''))
      ? ['JSON with whitespace between tokens']
      : []),
  ];
}

const formsOfHead = oncePer((headers: Case['headers']): readonly string[] =>
  headers.flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    if (lower === 'x-auth-token' || lower === 'authorization') return [];
    if (lower === 'content-type' && value === 'application/json') return [];
    return [`the header ${value.length > LONGEST_VALUE ? name : `${name}: ${value}`}`];
  }),
);

const FRAMINGS: Readonly<Record<RawParts['framing'], readonly string[]>> = {
  'content-length': [],
  none: [],
  chunked: ['a chunked body'],
  'small-chunks': ['a chunked body', 'a body in small chunks'],
  trailers: ['a chunked body', 'a body with trailers'],
  split: ['a body that arrives in parts'],
};

function formsOnTheWire({ framing, requestLine, omitHost }: RawParts): readonly string[] {
  const version = /HTTP\/(?!1\.1$)\d\.\d$/.exec(requestLine ?? '');
  return [
    ...FRAMINGS[framing],
    ...(version === null ? [] : [version[0]]),
    ...(requestLine?.includes('http://') === true ? ['a request line in absolute form'] : []),
    ...(omitHost ? ['a request without Host'] : []),
  ];
}
