import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { commandNames } from '../../src/cli/commands.ts';
import { readGuide, rootCommands, typedCommands } from './install-guide.ts';

const release = inject('release') ?? '';
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const guide = readGuide();

test.skipIf(release === '')('the guide names packages that are made', () => {
  const names = [...guide.matchAll(/\bdigiplayer(?:-chromium)?[-_]VERSION[\w.-]*\.(?:deb|rpm|tar\.gz)\b/g)];
  expect(names.length).toBeGreaterThan(4);
  const files = names.map(([name]) => name.replace('VERSION', version));
  // Not made where no Node for arm64 can be had.
  const isRare = (file: string): boolean => /^digiplayer-chromium.*arm64/.test(file);
  expect(files.filter((file) => !isRare(file) && !existsSync(join(release, file)))).toEqual([]);
});

test('the guide names the installer and the disk image as electron-builder does', () => {
  const pattern = /^artifactName: (.+)$/m.exec(readFileSync('electron-builder.yml', 'utf8'))?.[1] ?? '';
  const nameOf = (os: string, arch: string, ext: string): string =>
    Object.entries({ name: 'digiplayer', version: 'VERSION', os, arch, ext }).reduce(
      (text, [key, value]) => text.replace(`\${${key}}`, value),
      pattern,
    );
  expect(guide).toContain(`\`${nameOf('win', 'x64', 'exe')}\``);
  expect(guide).toContain(`\`${nameOf('mac', 'arm64', 'dmg')}\``);
});

test('the guide names commands that the player has', () => {
  const named = [...guide.matchAll(/`digiplayer ([a-z]+(?: [a-z]+)?)/g)].map(([, words = '']) => words);
  expect(named.length).toBeGreaterThan(1);
  const isKnown = (words: string): boolean =>
    commandNames.some((name) => words === name || words.startsWith(`${name} `));
  expect(named.filter((words) => !isKnown(words))).toEqual([]);
});

test('most of what the guide has people type is run', () => {
  expect(rootCommands().length).toBeGreaterThanOrEqual(5);
  expect(typedCommands().length).toBeLessThan(25);
});
