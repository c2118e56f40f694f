import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is a browser to test with. In CI there has to be one. */
export const hasBrowser = existsSync(executablePath) || process.env['CI'] !== undefined;

/** Starts Chromium: the one that the variable CHROMIUM names, else that of Debian. An Error where it is not there. */
export async function startBrowser(): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(
      `${executablePath} is not there: the page of a report is tested in Chromium. Install it (apt-get install chromium), or name it in the variable CHROMIUM.`,
    );
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
