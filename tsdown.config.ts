import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { cli: 'src/cli/main.ts', index: 'src/index.ts', vitest: 'src/vitest.ts' },
  outDir: 'dist',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  fixedExtension: false,
  // Blanks and comments are a third of it; names stay, so that a stack trace can be read.
  minify: { compress: false, mangle: false, codegen: true },
  dts: true,
  clean: true,
});
