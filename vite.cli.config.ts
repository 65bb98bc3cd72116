import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { collectPackages } from './build/collect-packages.ts';
import { reachedFrom } from './build/reached-from.ts';
import { smallSource } from './build/small-source.ts';
import { buildTimeMs } from './tools/build-time.ts';

const source = (name: string): string => join(import.meta.dirname, `src/cli/${name}.ts`);
const launch = reachedFrom(source('launch')).files;
const parent = reachedFrom(source('parent')).files;
const run = reachedFrom(source('run')).files;

/** In which file a module is that is read before the browser is started: few files are read sooner than many. */
function fileOf(module: string): string | null {
  // Node keeps what it has compiled of the files after this one.
  if (launch.has(module)) return 'launch';
  if (!run.has(module)) return null;
  // The parent stays small.
  return parent.has(module) ? 'parent-and-run' : 'run-first';
}

/** Node reads the folder's files as CommonJS, which costs a start less than ES modules (ARCHITECTURE.md). */
const asCommonJs: Plugin = {
  name: 'as-common-js',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
  },
};

/**
 * The Chromium shell and its commands: CommonJS for Node with everything bundled. Split at dynamic imports, so that the
 * browser is started before the player is even read from the disk. Its first file is the newest of a
 * build, by which `npm start` knows whether to build again.
 */
export default defineConfig({
  publicDir: false,
  plugins: [collectPackages('cli'), asCommonJs],
  // The player's clock cannot stand before this (src/platform/machine/build-time.ts).
  define: { BUILD_TIME_MS: String(buildTimeMs()) },
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    outDir: 'out/cli',
    target: 'node24',
    minify: false,
    emptyOutDir: true,
    rolldownOptions: {
      input: ['installed', 'parent', 'player', 'run'].map((name) => `src/cli/${name}.ts`),
      output: {
        ...smallSource,
        format: 'cjs',
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        codeSplitting: { groups: [{ debugName: 'start', name: (id) => fileOf(id.split('?')[0] ?? '') }] },
      },
    },
  },
});
