import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';
import { collectPackages } from './build/collect-packages.ts';
import { smallSource } from './build/small-source.ts';

/** The preload script: one CommonJS file, since a sandboxed preload can load neither ESM nor files beside it. */
export default defineConfig({
  plugins: [collectPackages('preload')],
  build: {
    outDir: 'out/preload',
    target: 'es2024',
    minify: false,
    emptyOutDir: true,
    lib: { entry: 'src/preload.ts', formats: ['cjs'], fileName: () => 'preload.cjs' },
    rolldownOptions: { external: ['electron', ...builtinModules], output: smallSource },
  },
});
