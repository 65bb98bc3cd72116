import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { create } from 'tar';
import { packTree } from './update-feed.ts';

/* The built tree as versions of the player, under other numbers and with faults. */

/** What is wrong with a version. */
export type VersionFault = 'crashes' | 'shows-nothing' | 'never-beats';

/** The Chromium shell as Node starts it, or the package of the Electron shell on what stands in for its binary. */
export type BuildShell = 'chromium' | 'electron';

const root = resolve(import.meta.dirname, '../..');
const standIn = join(root, 'tests/standin-electron/electron');

/** Copies what `npm run build` made to `target`, as version `version` that takes updates signed by `key`. */
export function layBuild(target: string, version: string, key: string, shell: BuildShell): void {
  const isElectron = shell === 'electron';
  const bundles = [isElectron ? 'main' : 'cli', 'renderer', 'threads', ...(isElectron ? ['preload'] : [])];
  const folder = isElectron ? join(target, 'app') : target;
  for (const part of bundles) {
    if (!existsSync(join(root, 'out', part))) throw new Error('The player is not built: npm run build.');
    cpSync(join(root, 'out', part), join(folder, 'out', part), { recursive: true });
  }
  const file = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...file, version, updateKeys: [key] }));
  if (isElectron) writeProgram(target);
}

/** In place of Electron's binary, which has the app beside it. */
function writeProgram(target: string): void {
  const program = join(target, 'digiplayer');
  writeFileSync(
    program,
    `#!/bin/sh\nSTANDIN_PACKAGED="$(dirname "$(readlink -f "$0")")/app" exec '${standIn}' "$@"\n`,
  );
  chmodSync(program, 0o755);
}

/** Packs what `layBuild` laid as a release has it; answers the archive. */
export async function packBuild(folder: string, shell: BuildShell): Promise<Buffer> {
  const file = `${folder}.tar.gz`;
  if (shell === 'chromium') await packTree(folder, file);
  else await create({ gzip: { level: 1 }, cwd: dirname(folder), file, portable: true }, [basename(folder)]);
  return readFileSync(file);
}

/** Makes a good version of the Chromium shell, or of the package with its app, a bad one. */
export function spoil(folder: string, fault: VersionFault, shell: BuildShell): void {
  const tree = shell === 'electron' ? join(folder, 'app') : folder;
  const bundles = join(tree, 'out', shell === 'electron' ? 'main' : 'cli');
  if (fault === 'crashes') {
    writeFileSync(join(bundles, shell === 'electron' ? 'main.js' : 'player.js'), 'process.exit(3);');
    return;
  }
  if (fault === 'shows-nothing') {
    writeFileSync(join(tree, 'out/renderer/index.html'), '<!doctype html><title>nothing</title>');
    return;
  }
  for (const name of readdirSync(bundles)) {
    const text = readFileSync(join(bundles, name), 'utf8');
    if (!text.includes('await session.send(report)')) continue;
    writeFileSync(
      join(bundles, name),
      text.replace('await session.send(report)', 'await new Promise(() => undefined)'),
    );
    return;
  }
  throw new Error('The beat is sent somewhere else by now.');
}
