import { defineConfig } from 'vite';
import { collectPackages } from './build/collect-packages.ts';
import { smallSource } from './build/small-source.ts';

/**
 * What runs in threads of its own (src/platform/machine/thread-file.ts), for both shells. CommonJS, as Electron takes it from an
 * archive as well (https://github.com/electron/electron/pull/33216), with everything but Node's own modules bundled.
 */
export default defineConfig({
  publicDir: false,
  plugins: [collectPackages('threads')],
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    outDir: 'out/threads',
    target: 'node24',
    minify: false,
    emptyOutDir: true,
    rolldownOptions: {
      input: [
        'src/player/media/probe-thread.ts',
        'src/player/media/local-folder-thread.ts',
        'src/player/stick/stick-thread.ts',
        'src/platform/machine/standstill-thread.ts',
      ],
      output: {
        ...smallSource,
        format: 'cjs',
        entryFileNames: '[name].cjs',
        chunkFileNames: '[name]-[hash].cjs',
      },
    },
  },
});
