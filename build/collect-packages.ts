import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Where each bundle's list lies until the licences are made of them all. */
export const bundleLists = join(import.meta.dirname, '../out/licences/bundles');

/**
 * Writes which packages of node_modules a bundle holds code of, after the bundler has left out what nothing reads: what is
 * shipped, not what is installed. `build/licences.ts` reads the lists.
 */
export function collectPackages(bundleName: string): Plugin {
  return {
    name: 'collect-packages',
    apply: 'build',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const folders = new Set(modules.map(packageFolderOf).filter((folder) => folder !== null));
      mkdirSync(bundleLists, { recursive: true });
      writeFileSync(join(bundleLists, `${bundleName}.json`), JSON.stringify([...folders].sort()));
    },
  };
}

/** The folder of the package that a module belongs to, from `node_modules` on; null for our own. */
export function packageFolderOf(moduleId: string): string | null {
  const path = moduleId.replaceAll('\\', '/').split('?')[0] ?? '';
  const at = path.lastIndexOf('/node_modules/');
  if (at < 0) return null;
  const [scope = '', name = ''] = path.slice(at + '/node_modules/'.length).split('/');
  const folder = scope.startsWith('@') ? `${scope}/${name}` : scope;
  // Below another package's folder it is a version of that package's own.
  const outer = path.slice(0, at).indexOf('/node_modules/');
  const start =
    outer < 0
      ? 'node_modules'
      : `node_modules/${path.slice(outer + '/node_modules/'.length, at)}/node_modules`;
  return `${start}/${folder}`;
}
