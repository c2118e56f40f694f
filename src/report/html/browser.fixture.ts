import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is a browser to test with. CI must have one. */
export const hasBrowser = existsSync(executablePath) || process.env['CI'] !== undefined;

/** Starts Chromium: the one named by the variable CHROMIUM, else Debian's. Throws an Error if there is none. */
export async function startBrowser(): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(
      `${executablePath} is not there: the page of a report is tested in Chromium. Install it (apt-get install chromium), or name it in the variable CHROMIUM.`,
    );
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
