import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { checkConfigFile } from '../../../src/player/settings/check-config.ts';

/*
 * The command that makes a kiosk, as people are told to type it: in the pages, in cloud-init's file and in Ansible's.
 */

// What electron-builder reads its own configuration with.
const yaml = createRequire(createRequire(import.meta.url).resolve('app-builder-lib'))('js-yaml') as {
  load(text: string): unknown;
};
const command = 'digiplayer-kiosk-setup';
const pages = ['README.md', 'build/linux/README.md', ...globSync('docs/*.md')].map((path) =>
  path.replaceAll('\\', '/'),
);
const textOf = (page: string): string => readFileSync(page, 'utf8').replaceAll('\r\n', '\n');
const examples = [...textOf('docs/administrators.md').matchAll(/^```yaml\n(.*?)^```/gms)].map(
  ([, text = '']) => yaml.load(text),
);

/** The words of every call of the command in lines of code and within sentences. */
function callsIn(text: string): string[][] {
  return [...text.matchAll(new RegExp(`^(?:sudo )?${command}.*$|\`(?:sudo )?(${command}[^\`\n]*)\``, 'gm'))]
    .map(([line, span]) =>
      (span ?? line)
        .replace(/^sudo /, '')
        .split(/\s+/)
        .slice(1),
    )
    .filter((words) => words.every((word) => word !== ''));
}

/** What the command's own parser says of words: it reads them all and then prints its help. */
function ask(words: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync('sh', [`build/linux/${command}`, ...words, '--help'], { encoding: 'utf8' });
}

interface CloudConfig {
  readonly write_files: readonly { path: string; permissions: string; content: string }[];
  readonly runcmd: readonly (readonly string[])[];
}
interface Play {
  readonly tasks: readonly Record<string, { argv?: readonly string[] } | string | undefined>[];
  readonly handlers: readonly { name: string }[];
}
const [cloudConfig, plays] = examples as [CloudConfig, readonly Play[]];
const argumentLists = [
  ...cloudConfig.runcmd,
  ...plays.flatMap(({ tasks }) =>
    tasks.flatMap((task) => {
      const run = task['ansible.builtin.command'];
      return typeof run === 'object' && run.argv !== undefined ? [run.argv] : [];
    }),
  ),
];

// The command is for Linux, and so is what its words mean.
describe.skipIf(process.platform === 'win32')(command, () => {
  const calls = [...pages.flatMap((page) => callsIn(textOf(page)))];

  test('takes every option with which the pages have people type it', () => {
    expect(calls.length).toBeGreaterThan(6);
    const refused = [
      ...calls,
      ...argumentLists.filter(([name]) => name === command).map(([, ...words]) => words),
    ]
      .map((words) => [words, ask(words)] as const)
      .filter(([, { status }]) => status !== 0)
      .map(([words, { stderr }]) => [words, stderr]);
    expect(refused).toEqual([]);
    expect(ask(['--colour']).status).toBe(2);
  });

  test('explains each option that it takes, and no other', () => {
    const { stdout } = ask([]);
    const explained = [...stdout.matchAll(/^ {2,4}(--[a-z-]+)/gm)].map(([, option = '']) => option);
    const source = readFileSync(`build/linux/${command}`, 'utf8');
    const taken = [...source.matchAll(/^ +(--[a-z-]+)(?: \| -h)?\) /gm)].map(([, option = '']) => option);
    expect(explained.toSorted()).toEqual(taken.toSorted());
  });
});

describe('the examples for fleets', () => {
  test('run commands that are there', () => {
    const known = [command, 'apt-get', 'rm', 'wget'];
    expect(argumentLists.map(([name]) => name).filter((name) => !known.includes(name ?? ''))).toEqual([]);
    expect(argumentLists.filter(([name]) => name === command)).toHaveLength(2);
  });

  test('write a provisioning file that the player can use and nobody else can read, where the command looks', () => {
    const [file] = cloudConfig.write_files;
    expect(file?.permissions).toBe('0600');
    expect(argumentLists.flat()).toContain(`--config=${file?.path ?? ''}`);
    const checked = checkConfigFile(file?.content ?? '', 'app_config.json');
    expect(checked.usable).toBe(true);
    expect(checked.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  test('notify what is there', () => {
    const names = plays.flatMap(({ handlers }) => handlers.map(({ name }) => name));
    const notified = plays.flatMap(({ tasks }) => tasks.flatMap(({ notify }) => notify ?? []));
    expect(notified).toEqual(names);
  });
});
