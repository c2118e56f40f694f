import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../hostile.fixture.js';
import { markup } from './markup.js';

describe('markup', () => {
  it('escapes what is inserted, and markup only once', () => {
    const inner = markup`<b>${'<i> & "it\'s" `x`'}</b>`;
    expect(markup`<p>${inner}${[1, 'a<', null, false]}</p>`.markup).toBe(
      '<p><b>&lt;i&gt; &amp; &quot;it&#39;s&quot; &#96;x&#96;</b>1a&lt;</p>',
    );
  });

  it('shows what cannot be seen, and keeps line feeds', () => {
    expect(markup`${'a\u202eb\n\u0000\ud800'}`.markup).toBe('a\\u202eb\n\\u0000\\ud800');
  });

  it.each(HOSTILE)('lets nothing out: %j', (text) => {
    expect(markup`${text}`.markup).not.toMatch(/[<>"'`\u202e\u0000\u001b\u2028]/u);
  });
});
