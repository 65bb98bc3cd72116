import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The renderer's files, served by both shells from one origin (DESIGN, Two shells). */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    // A data: address would be refused for fonts by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
