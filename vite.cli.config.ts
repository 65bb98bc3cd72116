import { defineConfig } from 'vite';
import { collectPackages } from './build/collect-packages.ts';
import { buildTimeMs } from './tools/build-time.ts';

/**
 * The Chromium shell and its commands: ES modules for Node with everything bundled. Split at dynamic imports, so that the
 * browser is started before the player is even read from the disk. Its first file is the newest of a
 * build, by which `npm start` knows whether to build again.
 */
export default defineConfig({
  publicDir: false,
  plugins: [collectPackages('cli')],
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
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
