import { describe, expect, it } from 'vitest';
import { parseReport } from './read-report.js';

const text = '{"tool": {"name": "vpcep-contract"}, "said": "a \\"quoted\\" } and \\\\", "list": [1.5, true, {}, []]}\n';

describe('a report that does not parse', () => {
  it('is said to be cut off, wherever it is', () => {
    for (let end = 1; end < text.trimEnd().length; end += 1) {
      expect(() => parseReport(text.slice(0, end), 'report.json')).toThrow(
        'report.json is cut off: its JSON does not end',
      );
    }
  });

  it.each(['', 'PASS', '[', text.replace('true', 'yes'), `${text}}`])(
    'is otherwise said not to be JSON (%j)',
    (other) => {
      expect(() => parseReport(other, 'report.json')).toThrow('report.json is not JSON');
    },
  );
});
