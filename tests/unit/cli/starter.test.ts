import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { createStarter, type Starter } from '../../../src/cli/starter.ts';
import { keepUpdateState, peekUpdateState } from '../../../src/player/updates/update-folder.ts';
import { packagedOnly, type UpdateState } from '../../../src/player/updates/update-state.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
let said: string[];

beforeEach(() => {
  folder = temporaryFolder();
  chmodSync(folder, 0o700);
  said = [];
});

const starter = (environment: Record<string, string> = {}): Starter =>
  createStarter({
    dataFolder: folder,
    form: 'tree',
    packagedVersion: '1.0.0',
    environment,
    now: () => 42,
    say: (line) => {
      said.push(line);
    },
  });

function bring(version: string): string {
  const program = join(folder, 'updates/versions', version, 'out/cli/player.js');
  mkdirSync(dirname(program), { recursive: true, mode: 0o700 });
  writeFileSync(program, '', { mode: 0o600 });
  return program;
}

const onTrial = (version: string, previous: string | null = null): UpdateState => ({
  ...packagedOnly,
  current: version,
  previous,
  trial: 0,
});

it('starts the packaged version and writes nothing while there is no update', () => {
  expect(starter().begin()).toEqual({ folder: null, program: null, trial: null });
  expect(existsSync(join(folder, 'updates'))).toBe(false);
});

it('starts what was switched to, counts it before it runs, and keeps what it proves', () => {
  const program = bring('1.1.0');
  keepUpdateState(folder, onTrial('1.1.0'));
  const begun = starter().begin();
  expect(begun).toMatchObject({ program, trial: { deadlineMs: 120_000 } });
  expect(peekUpdateState(folder).trial).toBe(1);
  begun.trial?.proven();
  expect(peekUpdateState(folder)).toMatchObject({ trial: null, result: { version: '1.1.0', atMs: 42 } });
  expect(starter().begin()).toMatchObject({ program, trial: null });
});

it('takes the version before back when the deadline passes, and after the third end of its own', () => {
  const [first] = [bring('1.1.0'), bring('1.2.0')];
  keepUpdateState(folder, onTrial('1.2.0', '1.1.0'));
  const one = starter({ DIGIPLAYER_TRIAL_SECONDS: '2' });
  const begun = one.begin();
  expect(begun.trial?.deadlineMs).toBe(2_000);
  begun.trial?.overdue();
  expect(one.begin()).toMatchObject({ program: first, trial: null });
  expect(peekUpdateState(folder).refused).toBe('1.2.0');

  bring('1.3.0');
  keepUpdateState(folder, onTrial('1.3.0'));
  const other = starter();
  expect([1, 2, 3].map(() => other.begin().trial?.ended())).toEqual([false, false, true]);
  expect(other.begin().program).toBeNull();
});

it('starts a version on trial again after power cuts, each time by a new starter, until it proves itself', () => {
  const program = bring('1.1.0');
  keepUpdateState(folder, onTrial('1.1.0'));
  const cuts = [1, 2, 3, 4, 5].map(() => starter().begin().program);
  expect(cuts).toEqual(Array.from({ length: 5 }, () => program));
  const last = starter().begin();
  expect(last.trial?.ended()).toBe(false);
  starter().begin().trial?.proven();
  expect(peekUpdateState(folder)).toMatchObject({ current: '1.1.0', trial: null, refused: null });
  expect(said.join()).not.toContain('again and again');
});

it('starts no version from where somebody else could have written it', () => {
  const program = bring('1.1.0');
  const unsafe: readonly [what: string, act: () => void][] = [
    [
      'a program that others may write',
      () => {
        chmodSync(program, 0o666);
      },
    ],
    [
      'a folder that others may write',
      () => {
        chmodSync(join(folder, 'updates/versions'), 0o777);
      },
    ],
    [
      'a link in place of the version',
      () => {
        const version = join(folder, 'updates/versions/1.1.0');
        const elsewhere = join(folder, 'elsewhere');
        rmSync(elsewhere, { recursive: true, force: true });
        renameSync(version, elsewhere);
        symlinkSync(elsewhere, version);
      },
    ],
  ];
  for (const [what, act] of unsafe) {
    rmSync(join(folder, 'updates'), { recursive: true, force: true });
    bring('1.1.0');
    keepUpdateState(folder, onTrial('1.1.0'));
    expect(starter().begin().program, what).not.toBeNull();
    keepUpdateState(folder, onTrial('1.1.0'));
    act();
    expect(starter().begin().program, what).toBeNull();
  }
});

it('starts the packaged version when what is written is damaged', () => {
  bring('1.1.0');
  keepUpdateState(folder, onTrial('1.1.0'));
  writeFileSync(join(folder, 'updates/current.json'), '{"current":"1.1');
  expect(starter().begin().program).toBeNull();
});

it('goes by what it decided where the disk takes no note of it, and says so', () => {
  bring('1.1.0');
  keepUpdateState(folder, onTrial('1.1.0'));
  const one = starter();
  const begun = one.begin();
  const versions = join(folder, 'updates/versions');
  // Stands in the way of every write there, for root as well.
  renameSync(versions, `${versions}.aside`);
  writeFileSync(versions, '');
  begun.trial?.overdue();
  expect(said.join()).toContain('cannot be written');
  rmSync(versions);
  renameSync(`${versions}.aside`, versions);
  expect(peekUpdateState(folder).refused).toBeNull();
  expect(one.begin().program).toBeNull();
  expect(peekUpdateState(folder).refused).toBe('1.1.0');
});
