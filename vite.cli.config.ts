import { defineConfig } from 'vite';

/**
 * The Chromium shell and its commands: ES modules for Node with everything bundled. Split at dynamic imports, so that the
 * browser is started before the player is even read from the disk. Its first file is the newest of a
 * build, by which `npm start` knows whether to build again.
 */
export default defineConfig({
  publicDir: false,
  // The player's clock cannot stand before this (src/platform/machine/build-time.ts).
  define: { BUILD_TIME_MS: String(Date.now()) },
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    outDir: 'out/cli',
    target: 'node24',
    minify: false,
    emptyOutDir: true,
    rolldownOptions: {
      input: ['src/cli/parent.ts', 'src/cli/player.ts', 'src/cli/run.ts'],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
