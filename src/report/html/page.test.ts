import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE, hostileReport } from '../hostile.fixture.js';
import { failed, report, requirement } from '../report.fixture.js';
import type { Report } from '../report.js';
import { hasBrowser, startBrowser } from './browser.fixture.js';
import { renderHtml } from './render-html.js';

const failing: Report = report(
  [
    failed('request-body/service_name/maxLength/one-over'),
    failed('effect/echo/ports', { known: { reason: 'a proxy', ticket: 'T-1', expires: '2099-12-31' } }),
    failed('methods/allow', { level: 'SHOULD' }),
    requirement('request-body/service_name/accepts/maxLength/most'),
    requirement('reply/tags/key/type', { verdict: { kind: 'not-judged', reason: 'throttled' } }),
    requirement('effect/isolation', { verdict: { kind: 'not-exercised', reason: 'needs a second service' } }),
    requirement('effect/race', { verdict: { kind: 'not-applicable', reading: 'R7' } }),
  ],
  { verdict: 'non-conformant', exitCode: 1, because: ['1 requirement failed'], warnings: ['a warning'] },
);
const passing: Report = report([requirement('reply/status'), requirement('methods/post')]);

let folder: string;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-'));
  if (hasBrowser) browser = await startBrowser();
});
afterAll(async () => {
  if (hasBrowser) await browser.close();
  await rm(folder, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  /** Requests that left the page, errors of its scripts, and violations of its policy. */
  readonly trouble: readonly string[];
}

/** Opens a report in a browser, as a file. */
async function open(given: Report, options: Parameters<Browser['newPage']>[0] = {}): Promise<Opened> {
  const file = join(folder, 'report.html');
  await writeFile(file, renderHtml(given));
  const url = pathToFileURL(file).href;
  const page = await browser.newPage(options);
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) trouble.push(`request ${request.url()}`);
  });
  await page.goto(url);
  return { page, trouble };
}

/** The visible text of a part of the page. */
async function seen(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).innerText()).replace(/\s+/g, ' ');
}

describe.skipIf(!hasBrowser)('the page of a report', () => {
  it.each([
    ['failing', 'light', failing],
    ['failing', 'dark', failing],
    ['passing', 'light', passing],
    ['passing', 'dark', passing],
  ] as const)('%s, %s: has nothing that axe complains about', async (_name, colorScheme, given) => {
    const { page, trouble } = await open(given, { colorScheme, viewport: { width: 1280, height: 900 } });
    // Folded parts are checked too.
    await page.evaluate(`for (const box of document.querySelectorAll('details')) box.open = true`);
    await page.evaluate(axe.source);
    const violations: unknown = await page.evaluate(
      `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.length, nodes[0].html]))`,
    );
    expect(violations).toEqual([]);
    expect(trouble).toEqual([]);
    await page.close();
  });

  it('is whole without its script', async () => {
    const { page } = await open(failing, { javaScriptEnabled: false });
    const parts: readonly (readonly [selector: string, text: string])[] = [
      ['#verdict', 'NON-CONFORMANT'],
      ['#verdict', 'exit code 1'],
      ['#failed', 'A service_name of more than 16 characters is rejected'],
      ['#failed', 'expected 400'],
      ['#failed', 'vpcep-contract replay reports/latest "request-body/service_name/maxLength/one-over#0"'],
      ['#known', 'Known: a proxy, T-1, until 2099-12-31'],
      ['#advised', 'SHOULD'],
      ['#ledger', 'All 7 requirements'],
      ['#unseen', 'needs a second service'],
      ['#statuses', '504 The gateway timed out. never'],
      ['#traffic', '95 % within 4.5 ms'],
      ['#readings', 'R7 Null loosened'],
      ['#environment', 'seed 42'],
      ['#environment', 'marks of its values bcdfghjk'],
    ];
    for (const [selector, text] of parts) expect(await seen(page, selector)).toContain(text);
    expect(await page.locator('#filter').isVisible()).toBe(false);
    expect(await page.locator('#traffic svg.chart').count()).toBe(2);
    expect(await page.locator('mark', { hasText: '"seventeen-letters"' }).count()).toBeGreaterThan(0);
    await page.close();
  });

  it('can be searched, filtered and copied from by keyboard', async () => {
    const { page, trouble } = await open(failing, { viewport: { width: 1280, height: 900 } });
    const search = page.getByRole('searchbox', { name: 'Filter' });
    await search.focus();
    await page.keyboard.type('second service');
    await page.getByText('1 of 7 requirements, 0 of 3 causes').waitFor();
    expect(await page.locator('ol.all > li:visible').allTextContents()).toEqual([
      expect.stringContaining('effect/isolation'),
    ]);
    expect(await page.locator('article.failure:visible').count()).toBe(0);
    expect(await page.locator('#ledger a.tile.faint').count()).toBe(6);
    await page.keyboard.press('Escape');
    expect(await page.locator('article.failure:visible').count()).toBe(3);
    await page.getByLabel('Outcome').selectOption('known');
    expect(await page.locator('ol.all > li:visible').count()).toBe(1);
    await page.getByLabel('Outcome').selectOption('');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('#failed').getByRole('button', { name: 'Copy: Replay command' }).press('Enter');
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^vpcep-contract replay /);
    await page.locator('#failed .origin a').first().press('Enter');
    expect(await page.locator('ol.all > li:visible').first().textContent()).toContain('maxLength/one-over');
    expect(trouble).toEqual([]);
    await page.close();
  });

  it('lets nothing that a target said run, load or break out', async () => {
    const { page, trouble } = await open(hostileReport(), { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate('globalThis.broken')).toBeUndefined();
    const elements: unknown = await page.evaluate(
      `['script', 'style', 'img', 'main', 'iframe', 'object', '[onerror]', '[onload]', '[style]', '#environment']
        .map((selector) => [selector, document.querySelectorAll(selector).length])`,
    );
    expect(Object.fromEntries(elements as [string, number][])).toEqual({
      script: 1,
      style: 1,
      img: 0,
      main: 1,
      iframe: 0,
      object: 0,
      '[onerror]': 0,
      '[onload]': 0,
      '[style]': 0,
      '#environment': 1,
    });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const links: unknown = await page.evaluate(`[...document.links].map((link) => link.getAttribute('href'))`);
    expect((links as string[]).filter((href) => !href.startsWith('#'))).toEqual([]);
    const text = (await page.locator('main').textContent()) ?? '';
    for (const said of HOSTILE.slice(0, 6)) expect(text).toContain(said);
    expect(text).not.toMatch(/[\u202e\u0000\u001b\u2028\ufffd]/u);
    expect(trouble).toEqual([]);
    await page.close();
  });

  it('would not run what was not escaped', async () => {
    const { page, trouble } = await open(passing);
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'globalThis.broken = 1';
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', '<img src="https://broken.example/x" onerror="globalThis.broken = 1">');
    }`);
    await page.waitForTimeout(100);
    expect(await page.evaluate('globalThis.broken')).toBeUndefined();
    for (const refused of [
      'Executing inline script violates',
      'Executing inline event handler violates',
      'Loading the image',
    ]) {
      expect(trouble.join('\n')).toContain(refused);
    }
    await page.close();
  });
});

it('the page of a whole run stays small', () => {
  const ids = readFileSync(new URL('../../../suites/requirements.snapshot.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  const page = renderHtml(report(ids.map((id, n) => (n % 20 === 0 ? failed(id) : requirement(id)))));
  expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
  expect(page.match(/<a class="tile /g)).toHaveLength(ids.length);
});
