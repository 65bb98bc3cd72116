import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { build, isBuildFresh } from '../../../src/cli/fresh-build.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let root: string;

function file(path: string, seconds: number): void {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, '');
  utimesSync(full, seconds, seconds);
}

beforeEach(() => {
  root = temporaryFolder();
  file('package.json', 100);
  file('src/player/player.ts', 100);
  file('renderer/stage/stage.ts', 100);
});

describe('whether to build', () => {
  it('builds when nothing was built', () => {
    expect(isBuildFresh(root)).toBe(false);
  });

  it('does not build when the bundle is newer than every source', () => {
    file('out/cli/run.js', 200);
    expect(isBuildFresh(root)).toBe(true);
  });

  it.each([
    'src/player/player.ts',
    'renderer/stage/stage.ts',
    'assets/translations/en.json',
    'vite.cli.config.ts',
    'package.json',
  ])('builds when %s is newer', (changed) => {
    file('out/cli/run.js', 200);
    file(changed, 201);
    expect(isBuildFresh(root)).toBe(false);
  });

  it('does not build for media of the demo or for tests', () => {
    file('out/cli/run.js', 200);
    file('assets/demo/new.jpg', 300);
    file('tests/unit/new.test.ts', 300);
    expect(isBuildFresh(root)).toBe(true);
  });
});

describe('a build', () => {
  const withScript = (script: string): void => {
    writeFileSync(join(root, 'package.json'), JSON.stringify({ scripts: { build: `node -e "${script}"` } }));
  };
  const run = async (): Promise<{ isBuilt: boolean; told: string }> => {
    let told = '';
    const isBuilt = await build(root, (output) => {
      told += output;
    });
    return { isBuilt, told };
  };

  it('that succeeds is not heard, however much it prints', async () => {
    withScript("for (let n = 0; n < 180; n += 1) console.log('built', n)");
    expect(await run()).toEqual({ isBuilt: true, told: '' });
  });

  it('that fails says all that it said', async () => {
    withScript("console.log('one'); console.error('two'); process.exitCode = 3");
    const { isBuilt, told } = await run();
    expect(isBuilt).toBe(false);
    expect(told).toContain('one');
    expect(told).toContain('two');
  });
});
