import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const source = pathToFileURL(
  join(import.meta.dirname, '../../../../src/platform/machine/compile-cache.ts'),
).href;

let data: string;
let folder: string;

beforeEach(() => {
  data = temporaryFolder();
  folder = join(data, 'compiled');
  writeFileSync(join(data, 'more.mjs'), 'export const more = 1;');
});

/** Another Node that keeps what it compiles in `folder`, and saves it; answers where it says that it does. */
function compile(environment: Readonly<Record<string, string>> = {}): string {
  const script = `
    import { keepCompiled, saveCompiled } from ${JSON.stringify(source)};
    import { getCompileCacheDir } from 'node:module';
    const folder = ${JSON.stringify(folder)};
    keepCompiled(folder);
    await import(${JSON.stringify(pathToFileURL(join(data, 'more.mjs')).href)});
    saveCompiled(folder);
    process.stdout.write(String(getCompileCacheDir()));
  `;
  const environmentOfAnother = { PATH: process.env['PATH'], ...environment };
  const words = ['--no-warnings', '--input-type=module', '--eval', script];
  return spawnSync(process.execPath, words, { encoding: 'utf8', env: environmentOfAnother }).stdout;
}

const filesIn = (path: string): number =>
  existsSync(path) ? readdirSync(path, { recursive: true }).length : 0;

describe.skipIf(process.platform === 'win32')('what Node compiled', () => {
  it('is kept in the data folder, for its owner alone', () => {
    expect(compile()).toContain(folder);
    expect(filesIn(folder)).toBeGreaterThan(1);
    expect(statSync(folder).mode & 0o077).toBe(0);
  });

  it('is emptied when it holds more than builds of one version leave behind', () => {
    mkdirSync(folder, { mode: 0o700 });
    for (let index = 0; index <= 500; index += 1) writeFileSync(join(folder, `old-${index}`), '');
    compile();
    expect(filesIn(folder)).toBeLessThan(50);
  });

  it('is never run from a place that others may write, or through a link', () => {
    chmodSync(data, 0o777);
    expect(compile()).toBe('undefined');
    chmodSync(data, 0o700);
    mkdirSync(folder);
    chmodSync(folder, 0o770);
    expect(compile()).toBe('undefined');
    expect(filesIn(folder)).toBe(0);

    const elsewhere = temporaryFolder();
    folder = join(data, 'linked');
    symlinkSync(elsewhere, folder);
    expect(compile()).toBe('undefined');
    expect(filesIn(elsewhere)).toBe(0);
  });

  it('lies where somebody said so', () => {
    const said = join(data, 'said');
    expect(compile({ NODE_COMPILE_CACHE: said })).toContain(said);
    expect(existsSync(folder)).toBe(false);
  });
});
