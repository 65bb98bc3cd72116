import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../src/cli/command-line.ts';
import { commandNames } from '../../../src/cli/commands.ts';
import { ownOptions } from '../../../src/cli/options.ts';
import { readSettingOptions } from '../../../src/cli/setting-options.ts';
import { benches } from '../../bench/benches.ts';
import { docsPictures } from '../../gallery/docs-pictures.ts';

const LONGEST_LINE = 120;
const pages = ['README.md', 'build/linux/README.md', ...globSync('docs/*.md')].map((path) =>
  path.replaceAll('\\', '/'),
);
const textOf = (page: string): string => readFileSync(page, 'utf8').replaceAll('\r\n', '\n');

/** The lines that are neither a table nor code. */
function proseOf(text: string): readonly string[] {
  const parts = text.split(/^```.*$/m).filter((_, place) => place % 2 === 0);
  return parts.flatMap((part) => part.split('\n')).filter((line) => !line.startsWith('|'));
}

/** Every call of the player in a page: in a line of its own, or within a sentence. */
function callsIn(text: string): readonly string[] {
  const code = [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) => block.split('\n'));
  const spans = [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, span = '']) => span,
  );
  return [...code, ...spans]
    .map((line) => line.replace(/\s#.*$/, '').trim())
    .flatMap((line) => /^(?:npm start(?: --|$)|digiplayer(?= |$))(.*)$/.exec(line)?.[1]?.trim() ?? []);
}

/** What is wrong with a call, as the player itself would say; null: nothing. */
function whyRefused(call: string): string | null {
  const read = readCommandLine(call.split(/\s+/).filter(Boolean), {});
  if (!read.ok) return read.error.message;
  if (!('options' in read.value)) return null;
  const settings = readSettingOptions(read.value.options.settings);
  return settings.ok ? null : settings.error.message;
}

describe('the pages for people', () => {
  it.each(pages)('%s has lines that are read without scrolling', (page) => {
    expect(proseOf(textOf(page)).filter((line) => line.length > LONGEST_LINE)).toEqual([]);
  });

  it.each(pages)('%s names only commands and options that the player has', (page) => {
    const refused = callsIn(textOf(page)).map((call) => [call, whyRefused(call)]);
    expect(refused.filter(([, why]) => why !== null)).toEqual([]);
  });

  it('name every command, and every option of one', () => {
    const calls = pages.flatMap((page) => callsIn(textOf(page)));
    expect(calls.length).toBeGreaterThan(25);
    expect(commandNames.filter((name) => !calls.some((call) => call.startsWith(name)))).toEqual([]);
    const ofCommands = Object.entries(ownOptions).filter(([, { meaning }]) => meaning.startsWith('with '));
    const all = pages.map(textOf).join('\n');
    expect(ofCommands.map(([name]) => name).filter((name) => !all.includes(`--${name}`))).toEqual([]);
  });

  it.each(pages)('%s runs only scripts of the project', (page) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...textOf(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it.each(pages)('%s leads to files that are there', (page) => {
    const targets = [...textOf(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target = '']) => target);
    const files = targets.filter((target) => !/^[a-z]+:/.test(target));
    expect(files.filter((file) => !existsSync(join(dirname(page), file)))).toEqual([]);
  });

  it('show the pictures that the gallery draws, each one that is kept, and none that is large', () => {
    const kept = readdirSync('docs/pictures').map((file) => basename(file, '.webp'));
    expect(kept.sort()).toEqual([...docsPictures].sort());
    const all = pages.map(textOf).join('\n');
    expect(docsPictures.filter((name) => !all.includes(`pictures/${name}.webp`))).toEqual([]);
    for (const name of docsPictures) {
      expect(readFileSync(`docs/pictures/${name}.webp`).length, name).toBeLessThan(100_000);
    }
  });
});

describe('what the README says was measured', () => {
  const section = /^## Measured\n(.*?)^## /ms.exec(textOf('README.md'))?.[1] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| ') && line.includes('npm run bench'));

  it('is a ratio, with its aim and a command that there is, and never a bare time', () => {
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows) {
      const [, , , measured = '', aim = '', command = ''] = row.split('|').map((cell) => cell.trim());
      expect([row, Number(measured) >= 0, Number(aim) >= 0]).toEqual([row, true, true]);
      const name = /^`npm run bench -- ([\w-]+)/.exec(command)?.[1];
      expect(benches.map((bench) => bench.name)).toContain(name);
    }
    expect(section.replaceAll(/`[^`]*`/g, '')).not.toMatch(/\d\s*(?:ms|s|sec|seconds?|min|minutes?|MB\/s)\b/);
  });
});
