import { jsonText } from './json-text.js';
import { REPORT_FILE } from './read-report.js';
import type { Report } from './report.js';

/** A file that a report is written as. */
export interface ReportFile {
  readonly name: string;
  /** Loads its renderer, deferred to first use: most commands need none. */
  readonly load: () => Promise<unknown>;
  readonly render: (report: Report) => Promise<string>;
}

type Render = (report: Report) => string | Promise<string>;

function rendered<Module>(name: string, load: () => Promise<Module>, from: (module: Module) => Render): ReportFile {
  return { name, load, render: async (report) => from(await load())(report) };
}

/** Every file that a report is written as, by format. `report.json` comes first: the others can be made from it. */
export const reportFiles = {
  json: {
    name: REPORT_FILE,
    load: () => Promise.resolve(),
    render: (report) => Promise.resolve(jsonText(report, 1)),
  },
  junit: rendered(
    'junit.xml',
    () => import('./junit.js'),
    (module) => module.renderJunit,
  ),
  markdown: rendered(
    'report.md',
    () => import('./markdown.js'),
    (module) => module.renderMarkdown,
  ),
  ctrf: rendered(
    'ctrf-report.json',
    () => import('./ctrf.js'),
    (module) => module.renderCtrf,
  ),
  har: rendered(
    'failures.har',
    () => import('./har.js'),
    (module) => module.renderHar,
  ),
  html: rendered(
    'report.html',
    () => import('./html/render-html.js'),
    (module) => module.renderHtml,
  ),
} as const satisfies Readonly<Record<string, ReportFile>>;

/** Loads every renderer ahead of time. A failure is reported when that one is needed. */
export async function loadRenderers(): Promise<void> {
  await Promise.allSettled(Object.values(reportFiles).map(({ load }) => load()));
}
