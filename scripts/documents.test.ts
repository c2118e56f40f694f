import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './built-program.js';
import { fencedBlocks } from './readme-blocks.js';

const read = (name: string): string => readFileSync(join(root, name), 'utf8').replaceAll('\r\n', '\n');
const readme = read('README.md');

const documents = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'],
  ...readdirSync(join(root, 'docs')).map((page) => `docs/${page}`),
];

describe('the documents', () => {
  it.for(documents)('%s links to files and headings that are there', (name) => {
    const links = [...read(name).matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)];
    const broken = links.filter(([, path = '', heading = '']) => {
      const target = path === '' ? name : join(dirname(name), path);
      return !existsSync(join(root, target)) || (heading !== '' && !anchorsIn(read(target)).includes(heading));
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  it.for(documents.filter((name) => name !== 'CHANGELOG.md'))('%s names sources and scripts that are there', (name) => {
    const text = read(name);
    const paths = /`((?:[\w.-]+\/)+(?:[\w.-]+|\{[\w.,-]+\})(?:\.test)?\.(?:ts|yaml|json|txt))`/g;
    const sources = [...text.matchAll(paths)].flatMap(([, path = '']) => alternatives(path));
    const near = ['', 'src', 'src/mock', 'node_modules'];
    const missing = sources.filter((path) => !near.some((folder) => existsSync(join(root, folder, path))));
    expect(missing.filter((path) => !path.startsWith('vpcep-contract/'))).toEqual([]);
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script ?? '');
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it('the glossary has words that the sources and the other pages use', () => {
    const words = [...read('docs/glossary.md').matchAll(/^\| ([a-z][^|]*?) +\|/gm)].flatMap(([, term = '']) =>
      term.split(', '),
    );
    const pages = documents.filter((name) => name !== 'docs/glossary.md').map(read);
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => read(`src/${file}`));
    const [inPages, inSources] = [pages, sources].map((texts) =>
      texts
        .join('\n')
        .replace(/[\s*/-]+/g, ' ')
        .toLowerCase(),
    );
    expect(words.length).toBeGreaterThan(15);
    expect(words.filter((word) => inPages?.includes(word) !== true || inSources?.includes(word) !== true)).toEqual([]);
  });

  it('the README has at most 200 lines, and leads to every page', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(200);
    const linked = [...readme.matchAll(/\]\((docs\/[\w-]+\.md)\)/g)].map(([, page]) => page);
    expect(new Set(linked)).toEqual(new Set(readdirSync(join(root, 'docs')).map((page) => `docs/${page}`)));
  });

  it('docs/extending.md quotes requirements and faults as they are', () => {
    const quoted = fencedBlocks(read('docs/extending.md')).filter(({ language }) => language === 'ts');
    expect(quoted.map(({ marks }) => marks[0])).toEqual(['suites/path.ts', 'src/mock/faults/port-list.ts']);
    const flush = (text: string): string => text.replaceAll(/^ +/gm, '');
    for (const { marks, text } of quoted) expect(flush(read(marks[0] ?? ''))).toContain(flush(text));
  });

  it('ARCHITECTURE.md names every folder of the sources', () => {
    const text = read('ARCHITECTURE.md');
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !text.includes(`src/${name}`))).toEqual([]);
  });

  it('the example is a report of this version, by which the mock conforms', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(JSON.parse(read('reports/example/report.json'))).toMatchObject({
      tool: { version },
      verdict: 'conformant',
      target: { embedded: true },
      options: { seed: 1, only: [] },
    });
    expect(read('reports/example/junit.xml')).toContain('<testsuite');
    expect(read('reports/example/report.html')).toContain(`content="vpcep-contract ${version}"`);
    expect(read('CHANGELOG.md')).toContain(`\n## ${version}`);
  });
});

/** Returns the paths that a path with one list of names in braces stands for. */
function alternatives(path: string): readonly string[] {
  const [, before, names, after] = /^(.*)\{(.*)\}(.*)$/.exec(path) ?? [];
  return names === undefined ? [path] : names.split(',').map((name) => `${before ?? ''}${name}${after ?? ''}`);
}

/** Returns the anchors that a Markdown page has by its headings. */
function anchorsIn(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}
