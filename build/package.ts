import { join } from 'node:path';
import { findOrInstallPackagers } from '../tools/machine.ts';
import { runSilently } from '../tools/run-silently.ts';
import { commitTime } from './commit-time.ts';
import { runElectronBuilder } from './electron-builder.ts';
import { makeUpdateArchive } from './make-update-archive.ts';
import { makeChromiumPackages } from './chromium-shell/make-chromium-packages.ts';

/*
 * `npm run package`: the packages of the system that it runs on, in release/. On Linux AppImage, tar.gz, deb and rpm of the
 * Electron shell and deb and tar.gz of the Chromium shell, for both processors; the installer on Windows, the disk image on
 * macOS. Further words go to electron-builder.
 */

const root = join(import.meta.dirname, '..');
process.env['SOURCE_DATE_EPOCH'] = commitTime(root);
process.exitCode = await makePackages(process.argv.slice(2));

async function makePackages(words: readonly string[]): Promise<number> {
  for (const script of ['build/make-icons.ts', 'tools/build.ts']) {
    const { code, output } = runSilently([script], root);
    if (code === 0) continue;
    process.stderr.write(output);
    return code;
  }
  if (process.platform !== 'linux') {
    runElectronBuilder(words);
    return 0;
  }
  const tools = await findOrInstallPackagers((line) => {
    console.log(line);
  });
  if (!tools.ok) {
    console.error(tools.error.message);
    return 1;
  }
  const processors = ['--x64', '--arm64'];
  // deb and rpm put a file into the folder that the others pack, so they come last and by themselves.
  for (const targets of [
    ['AppImage', 'tar.gz'],
    ['deb', 'rpm'],
  ])
    runElectronBuilder(['--linux', ...targets, ...processors, ...words]);
  for (const processor of ['x64', 'arm64'] as const) {
    const made = makeChromiumPackages(processor, join(root, 'release'));
    for (const file of Object.values(made)) console.log(`  • made            file=${file}`);
  }
  console.log(`  • made            file=${makeUpdateArchive(join(root, 'release'))}`);
  return 0;
}
