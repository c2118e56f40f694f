import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig } from 'tsdown';
import { DESCRIBED } from './src/run/suite/described.ts';

/** What the package exports beside code; it is packed without its blanks. */
const schemas = ['report', 'statement', 'config'].map((name) => `generated/${name}.schema.json`);

/** The same code in ASCII: one other character doubles what a module takes in memory. */
function inAscii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export default defineConfig({
  entry: { cli: 'src/cli/main.ts', index: 'src/index.ts', vitest: 'src/vitest.ts', guard: 'src/guard.ts' },
  outDir: 'dist',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  fixedExtension: false,
  // Blanks, comments and local names are half of it; functions keep theirs, so that a stack trace can be read.
  minify: { compress: true, mangle: { keepNames: true }, codegen: true },
  dts: true,
  clean: true,
  onSuccess: () => {
    for (const file of readdirSync('dist').filter((name) => name.endsWith('.js'))) {
      const code = readFileSync(`dist/${file}`, 'utf8');
      writeFileSync(`dist/${file}`, inAscii(code));
    }
    for (const schema of schemas)
      writeFileSync(`dist/${basename(schema)}`, `${JSON.stringify(JSON.parse(readFileSync(schema, 'utf8')))}\n`);
    // Unfolding the contract takes longer than all else that `list` and `explain` do. Where it is not whole, the build ends.
    const listed = execFileSync(process.execPath, ['dist/cli.js', 'list', '--json'], { maxBuffer: 2 ** 26 });
    writeFileSync(`dist/${DESCRIBED}`, gzipSync(JSON.stringify(JSON.parse(listed.toString())), { level: 9 }));
  },
});
