import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, onTestFinished, test } from 'vitest';
import { commitTime } from '../../build/commit-time.ts';
import { runTool } from '../../build/linux-package/run-tool.ts';
import { placeholderElectron } from './make-packages.ts';

const release = inject('release') ?? '';
const sources = [
  'src',
  'renderer',
  'assets',
  'build',
  'tools',
  'package.json',
  'LICENSE',
  'electron-builder.yml',
];
const digestOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The same sources in a folder of another name, their files of another time. */
function copyOfTheTree(): string {
  const copy = join(release, 'again');
  rmSync(copy, { recursive: true, force: true });
  onTestFinished(() => {
    rmSync(copy, { recursive: true, force: true });
  });
  mkdirSync(copy);
  for (const name of [...sources, ...globSync('vite.*.config.ts')])
    cpSync(name, join(copy, name), { recursive: true });
  // Bundles name the modules by their place from the root, so that they have to be in it; hard links cost nothing.
  runTool('cp', ['-al', 'node_modules', join(copy, 'node_modules')]);
  return copy;
}

test.skipIf(release === '')(
  'two builds of one commit are the same byte for byte',
  { timeout: 180_000 },
  async () => {
    const copy = copyOfTheTree();
    const electron = placeholderElectron(join(copy, 'placeholder-electron'));
    const build = `
    import { runElectronBuilder } from './build/electron-builder.ts';
    import { makeChromiumPackages } from './build/chromium-shell/make-chromium-packages.ts';
    for (const targets of [['tar.gz'], ['deb', 'rpm']])
      runElectronBuilder(['--linux', ...targets, '--x64', '-c.electronDist=${electron}'], true);
    makeChromiumPackages('x64', 'release');`;
    // Not at once, so that whoever runs the tests hears of them meanwhile.
    const evaluate = (script: string): Promise<unknown> =>
      promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
        cwd: copy,
        env: { ...process.env, SOURCE_DATE_EPOCH: commitTime(process.cwd()), TZ: 'Pacific/Apia' },
      });
    await evaluate(`await import('./tools/build.ts');`);
    await evaluate(build);
    const again = globSync(join(copy, 'release/*.{deb,rpm,tar.gz}'));
    expect(again.map((file) => basename(file)).toSorted()).toHaveLength(5);
    const other = again.filter((file) => digestOf(file) !== digestOf(join(release, basename(file))));
    expect(other.map((file) => basename(file))).toEqual([]);
  },
);
