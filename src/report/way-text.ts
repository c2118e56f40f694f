import { NEEDS_TUNNEL } from '../shared/way.js';
import type { Report } from './report.js';
import { plural } from './plural.js';
import { visible } from './safe-text.js';

/** How the proxy of a target was used, and what was left out for that; empty without a proxy. */
export function wayText({ target: { way }, requirements }: Pick<Report, 'target' | 'requirements'>): string {
  if (way === undefined) return '';
  const proxy = `the proxy ${visible(way.proxy)}`;
  if (way.refused === null) return `Through a tunnel of ${proxy}`;
  const left = requirements.filter(
    ({ verdict }) => verdict.kind === 'not-exercised' && verdict.reason.startsWith(NEEDS_TUNNEL),
  );
  return `Through ${proxy}, which answers ${way.refused} to CONNECT and forwards the requests${left.length === 0 ? '' : `: what it may rewrite or answer is left out, ${plural(left.length, 'requirement')}`}`;
}
