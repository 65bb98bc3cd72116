import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { collectPackages } from './build/collect-packages.ts';
import { smallSource } from './build/small-source.ts';

/** What PDF.js reads at run time, beside its code: character maps, the standard fonts and its image decoders. */
function pdfFiles(): Plugin {
  const folders = ['cmaps', 'standard_fonts', 'wasm'];
  const library = join(import.meta.dirname, 'node_modules/pdfjs-dist');
  return {
    name: 'pdf-files',
    generateBundle() {
      for (const folder of folders) {
        for (const name of readdirSync(join(library, folder))) {
          const source = readFileSync(join(library, folder, name));
          this.emitFile({ type: 'asset', fileName: `pdf/${folder}/${name}`, source });
        }
      }
    },
  };
}

/** The renderer's files, served by both shells from one origin. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), pdfFiles(), collectPackages('renderer')],
  worker: {
    plugins: () => [collectPackages('renderer-worker')],
    rolldownOptions: { output: smallSource },
  },
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    // A data: address would be refused for fonts by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: smallSource },
  },
});
