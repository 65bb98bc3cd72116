import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTarball } from './make-tarball.ts';
import { updateKeysOf } from './update-keys.ts';

const root = join(import.meta.dirname, '..');

/**
 * Packs what was built as the update of every player that has its Node, or its Electron, by itself: the Chromium shell on any
 * processor, and the source tree. Answers the file, in `outputFolder`.
 */
export function makeUpdateArchive(outputFolder: string): string {
  const { name, version, main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly main: string;
  };
  const work = mkdtempSync(join(tmpdir(), 'digiplayer-update-'));
  try {
    for (const bundle of ['cli', 'threads', 'renderer', 'main', 'preload'])
      cpSync(join(root, 'out', bundle), join(work, 'out', bundle), { recursive: true });
    cpSync(join(root, 'out/licences/LICENSES.txt'), join(work, 'LICENSES.txt'));
    const own = { name, version, main, type: 'module', updateKeys: updateKeysOf(root, process.env) };
    writeFileSync(join(work, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
    mkdirSync(outputFolder, { recursive: true });
    const file = join(outputFolder, `${name}-${version}-update.tar.gz`);
    makeTarball(work, '.', file);
    return file;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
