import { defineConfig } from 'vite';
import { collectPackages } from './build/collect-packages.ts';
import { smallSource } from './build/small-source.ts';
import { buildTimeMs } from './tools/build-time.ts';

/**
 * Electron's main process: one ESM file with static imports only. Everything but Electron and Node's own modules is
 * bundled, so that a package needs no node_modules and nothing is looked up on the disk at boot.
 */
export default defineConfig({
  publicDir: false,
  plugins: [collectPackages('main')],
  // The player's clock cannot stand before this (src/platform/machine/build-time.ts).
  define: { BUILD_TIME_MS: String(buildTimeMs()) },
  ssr: { noExternal: true, external: ['electron'], target: 'node' },
  build: {
    ssr: 'src/main.ts',
    outDir: 'out/main',
    target: 'node24',
    minify: false,
    emptyOutDir: true,
    rolldownOptions: {
      output: { ...smallSource, format: 'es', entryFileNames: 'main.js', codeSplitting: false },
    },
  },
});
