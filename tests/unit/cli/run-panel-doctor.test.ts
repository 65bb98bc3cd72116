import { beforeEach, expect, it, vi } from 'vitest';
import { runPanelDoctor } from '../../../src/cli/run-panel-doctor.ts';
import { takeDataFolder } from '../../../src/platform/files/instance-lock.ts';
import { createSystemClock, type Clock } from '../../../src/shared/clock.ts';
import { addPanelTool, panelOf } from '../../support/fake-panel-tools.ts';
import { makeFakeTools, type FakeTools } from '../../support/fake-tools.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let fakes: FakeTools;
let said: string[];
let complained: string[];

beforeEach(() => {
  fakes = makeFakeTools();
  said = [];
  complained = [];
  vi.spyOn(console, 'log').mockImplementation((line) => said.push(String(line)));
  vi.spyOn(console, 'error').mockImplementation((line) => complained.push(String(line)));
  return () => {
    vi.restoreAllMocks();
  };
});

/** On which the panel is dark for no time at all, and a tool may take as long as it wants. */
function hastyClock(): Clock {
  const real = createSystemClock();
  let passedMs = 0;
  return {
    ...real,
    monotonic: () => (passedMs += 250),
    after: (delayMs, action) =>
      delayMs === 250 || delayMs === 4_000 ? real.after(0, action) : { cancel: () => undefined },
  };
}

function run(dataFolder: string, options: { json?: boolean; force?: boolean } = {}): Promise<number> {
  const environment = { PATH: fakes.folder, DISPLAY: ':0' };
  const dependencies = { platform: 'linux', environment, clock: hastyClock() } as const;
  return runPanelDoctor(dataFolder, { json: false, force: false, ...options }, dependencies);
}

it('turns the panel off and on by each tool and says which will be used', async () => {
  addPanelTool(fakes, 'cec', 'lies');
  addPanelTool(fakes, 'xset', 'works');
  addPanelTool(fakes, 'ddcutil', 'silent');
  expect(await run(temporaryFolder())).toBe(0);
  expect(said.join('\n').split('\n')).toEqual([
    '– cec        off: It was told, and the panel is still on.',
    '– wlopm      off: There is no Wayland display in the environment.',
    '– wlr-randr  off: There is no Wayland display in the environment.',
    '✓ xset       off: It says that the panel is off.',
    '             on: It says that the panel is on.',
    '! ddcutil    off: It was told, and cannot be asked back.',
    '             on: It was told, and cannot be asked back.',
    'The player will turn the panel off by xset.',
  ]);
  expect([panelOf(fakes, 'xset'), panelOf(fakes, 'ddcutil')]).toEqual(['on', 'on']);
});

it('says what has to be looked at where nothing can be asked back', async () => {
  addPanelTool(fakes, 'ddcutil', 'silent');
  expect(await run(temporaryFolder())).toBe(0);
  expect(said.at(-1)).toBe(
    'The player will turn the panel off by ddcutil, which cannot be asked back: look whether it went dark.',
  );
});

it('ends with 1 where nothing turns the panel off, and where it does not come back', async () => {
  expect(await run(temporaryFolder(), { json: true })).toBe(1);
  expect(JSON.parse(said[0] ?? '')).toMatchObject({
    used: 'black',
    trials: [
      { means: 'cec', off: { verified: 'no', detail: 'cec-ctl is not installed.' }, on: null },
      {},
      {},
      {},
      {},
    ],
  });
  addPanelTool(fakes, 'xset', 'falls-asleep');
  expect(await run(temporaryFolder())).toBe(1);
  expect(said.join('\n')).toContain('✗            on: It was told, and the panel is still off.');
});

it('refuses while a player has the data folder, unless it is told to', async () => {
  const dataFolder = temporaryFolder();
  addPanelTool(fakes, 'xset', 'works');
  const player = takeDataFolder(dataFolder);
  expect(await run(dataFolder)).toBe(1);
  expect(complained).toEqual([
    'DigiPlayer plays here, and its screen would go dark for it; stop it first, or add --force.',
  ]);
  expect(await run(dataFolder, { json: true })).toBe(1);
  expect(JSON.parse(said[0] ?? '')).toMatchObject({ ok: false, error: { code: 'already-running' } });
  expect(fakes.asked()).toEqual([]);
  expect(await run(dataFolder, { force: true })).toBe(0);
  player?.release();
  expect(await run(dataFolder)).toBe(0);
});
