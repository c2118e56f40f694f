import { REPORT_FILE } from './read-report.js';
import type { Report } from './report.js';

/** A file that a report is written as. */
export interface ReportFile {
  readonly name: string;
  /** Its renderer is loaded when it is first used: drawing takes libraries that no other command needs. */
  readonly render: (report: Report) => Promise<string>;
}

/** Every file that a report is written as, by its format. `report.json` comes first: of it the others can be made again. */
export const reportFiles = {
  json: { name: REPORT_FILE, render: (report) => Promise.resolve(`${JSON.stringify(report, null, 1)}\n`) },
  junit: { name: 'junit.xml', render: async (report) => (await import('./junit.js')).renderJunit(report) },
  markdown: { name: 'report.md', render: async (report) => (await import('./markdown.js')).renderMarkdown(report) },
  ctrf: { name: 'ctrf-report.json', render: async (report) => (await import('./ctrf.js')).renderCtrf(report) },
  har: { name: 'failures.har', render: async (report) => (await import('./har.js')).renderHar(report) },
  html: { name: 'report.html', render: async (report) => (await import('./html/render-html.js')).renderHtml(report) },
} as const satisfies Readonly<Record<string, ReportFile>>;
