import { chmodSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { commitTime } from '../../build/commit-time.ts';
import { makeChromiumPackages } from '../../build/chromium-shell/make-chromium-packages.ts';
import { nodeForPackage, type Processor } from '../../build/chromium-shell/node-binary.ts';
import { runElectronBuilder } from '../../build/electron-builder.ts';
import { findOrInstallPackagers } from '../../tools/machine.ts';
import { runSilently } from '../../tools/run-silently.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with the packages; null where they cannot be made. */
    readonly release: string | null;
  }
}

const root = join(import.meta.dirname, '../..');

/** What marks the fuses in Electron's binary (https://www.electronjs.org/docs/latest/tutorial/fuses, Quick Glossary). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** The nine fuses as Electron ships them, each but the last the other way round than it shall be. */
const SHIPPED_FUSES = '111100110';

/** Makes the packages that the tests look into, by the way of `npm run package`. */
async function makePackages({ provide }: TestProject): Promise<void> {
  provide('release', await release());
}

async function release(): Promise<string | null> {
  if (process.platform !== 'linux') return notMade('packages for Linux are made on Linux.');
  const tools = await findOrInstallPackagers(say);
  if (!tools.ok) return notMade(tools.error.message);
  say(
    'AppImage, nsis and dmg need downloads: their configuration is checked here; the workflow builds and opens them.',
  );
  process.env['SOURCE_DATE_EPOCH'] = commitTime(root);
  const built = runSilently([join(root, 'tools/build.ts')], root);
  if (built.code !== 0) throw new Error(built.output);
  const folder = join(root, 'release');
  for (const old of globSync(join(folder, '*.{deb,rpm,tar.gz}'))) rmSync(old);
  const electron = placeholderElectron(join(folder, 'placeholder-electron'));
  for (const targets of [['tar.gz'], ['deb', 'rpm']])
    timed(`electron-builder ${targets.join(' ')}`, () => {
      const options = ['--linux', ...targets, '--x64', '--arm64', `-c.electronDist=${electron}`];
      runElectronBuilder(options, true);
    });
  timed('the Chromium shell', () => {
    for (const processor of ['x64', 'arm64'] as const)
      if (hasNode(processor)) makeChromiumPackages(processor, folder);
  });
  return folder;
}

/** Whether a Node for this processor is here or can be fetched; a line says why not. */
function hasNode(processor: Processor): boolean {
  try {
    nodeForPackage(processor);
    return true;
  } catch (thrown) {
    say(`the Chromium shell for ${processor} was not made: ${(thrown as Error).message}`);
    return false;
  }
}

/** As much of an unpacked Electron as electron-builder looks at: enough for packages of either processor. */
export function placeholderElectron(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const fuses = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, SHIPPED_FUSES.length])]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([fuses, Buffer.from(SHIPPED_FUSES)]));
  chmodSync(join(folder, 'electron'), 0o755);
  writeFileSync(join(folder, 'version'), '0.0.0');
  for (const file of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, file), 'placeholder');
  return folder;
}

function timed(what: string, make: () => void): void {
  const start = performance.now();
  make();
  say(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function notMade(why: string): null {
  say(`No packages were made, and nothing of them is tested: ${why}`);
  return null;
}

function say(line: string): void {
  process.stdout.write(`package: ${line}\n`);
}

// Vitest takes a global set-up by its default export only.
// eslint-disable-next-line no-restricted-syntax
export default makePackages;
