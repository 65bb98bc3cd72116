import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createPanelPower } from '../../../../../src/platform/machine/panel/panel-power.ts';
import type { PanelPower } from '../../../../../src/platform/machine/panel/panel-power.types.ts';
import { createSystemClock, type Clock } from '../../../../../src/shared/clock.ts';
import { addPanelTool, panelOf } from '../../../../support/fake-panel-tools.ts';
import { makeFakeTools, type FakeTools } from '../../../../support/fake-tools.ts';

/* Tools of the same names stand on the path, each with a panel of its own, and behave well or badly. */

const X11 = { DISPLAY: ':0' };
const WAYLAND = { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' };
const cases = [
  ['cec', X11],
  ['wlopm', WAYLAND],
  ['wlr-randr', WAYLAND],
  ['xset', X11],
  ['ddcutil', X11],
] as const;

let fakes: FakeTools;
let limits: Set<() => void>;

beforeEach(() => {
  fakes = makeFakeTools();
  limits = new Set();
});

/** The time between two questions passes at once; a limit is reached when the test says so, on however busy a machine. */
function stagedClock(): Clock {
  const real = createSystemClock();
  let passedMs = 0;
  return {
    now: () => 1_000,
    monotonic: () => passedMs,
    after(delayMs, action) {
      if (delayMs < 1_000) {
        passedMs += delayMs;
        return real.after(0, action);
      }
      limits.add(action);
      return { cancel: () => limits.delete(action) };
    },
  };
}

function panelPower(
  environment: Readonly<Record<string, string>>,
  platform: NodeJS.Platform = 'linux',
): PanelPower {
  const power = createPanelPower({
    platform,
    environment: { PATH: fakes.folder, ...environment },
    clock: stagedClock(),
  });
  onTestFinished(() => {
    power.stop();
  });
  return power;
}

/** Waits until a tool hangs; answers the process that it started and waits for. */
function hanging(): Promise<number> {
  return vi.waitFor(
    () => {
      const pid = Number(readFileSync(join(fakes.folder, 'hanging'), 'utf8'));
      expect(pid).toBeGreaterThan(1);
      return pid;
    },
    { timeout: 20_000 },
  );
}

async function expectGone(pid: number): Promise<void> {
  await vi.waitFor(() => {
    expect(commandOf(pid)).toBe('');
  }, 10_000);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

describe.each(cases)('%s', (means, environment) => {
  it('turns the panel off and on, and what it says is asked back', async () => {
    addPanelTool(fakes, means, 'works');
    const power = panelPower(environment);
    expect(await power.ask()).toBe('on');
    expect(await power.turn('off')).toEqual({
      means,
      asked: 'off',
      verified: 'yes',
      detail: 'It says that the panel is off.',
      at: 1_000,
    });
    expect(panelOf(fakes, means)).toBe('off');
    expect(await power.ask()).toBe('off');
    expect(await power.turn('on')).toMatchObject({ means, asked: 'on', verified: 'yes' });
    expect(panelOf(fakes, means)).toBe('on');
  });

  it.each(['fails', 'lies'] as const)('is not used when it %s', async (behaviour) => {
    addPanelTool(fakes, means, behaviour);
    const power = panelPower(environment);
    expect(await power.turn('off')).toMatchObject({ means: 'black', verified: 'no' });
    expect(await power.ask()).toBe('on');
  });

  it('is ended with all that it started when it hangs', async () => {
    addPanelTool(fakes, means, 'hangs');
    const turned = panelPower(environment).turn('off');
    const pid = await hanging();
    for (const reach of limits) reach();
    expect(await turned).toMatchObject({ means: 'black', verified: 'no' });
    await expectGone(pid);
  });

  it('is believed without an answer only where some panels give none', async () => {
    addPanelTool(fakes, means, 'silent');
    const power = panelPower(environment);
    const expected = ['cec', 'ddcutil'].includes(means)
      ? { means, verified: 'unknown' }
      : { means: 'black', verified: 'no' };
    expect(await power.turn('off')).toMatchObject(expected);
    expect(await power.ask()).toBe('unknown');
  });
});

describe('without any tool', () => {
  it('says honestly that black is all there is', async () => {
    const power = panelPower(X11);
    expect(await power.turn('off')).toMatchObject({
      means: 'black',
      verified: 'no',
      detail: 'Nothing here can turn the panel off: it shows black, and its backlight stays on.',
    });
    expect(await power.turn('on')).toMatchObject({ means: 'black', asked: 'on', verified: 'unknown' });
    expect(await power.ask()).toBe('unknown');
  });

  it.each(['darwin', 'win32'] as const)('asks none on %s', async (platform) => {
    addPanelTool(fakes, 'cec', 'works');
    expect(await panelPower(X11, platform).turn('off')).toMatchObject({ means: 'black' });
    expect(fakes.asked()).toEqual([]);
  });
});

it('does not believe an X server without DPMS, where xset ends well all the same', async () => {
  fakes.add('xset', 'echo "  Server does not have the DPMS Extension"');
  expect(await panelPower(X11).turn('off')).toMatchObject({ means: 'black' });
});

describe('with several', () => {
  it('turns off by the first that says so itself, and leaves those behind it alone', async () => {
    addPanelTool(fakes, 'cec', 'lies');
    addPanelTool(fakes, 'xset', 'works');
    addPanelTool(fakes, 'ddcutil', 'works');
    expect(await panelPower(X11).turn('off')).toMatchObject({ means: 'xset', verified: 'yes' });
    expect(panelOf(fakes, 'ddcutil')).toBe('on');
  });

  it('prefers one that can be asked back to one before it that cannot', async () => {
    addPanelTool(fakes, 'cec', 'silent');
    addPanelTool(fakes, 'xset', 'works');
    const power = panelPower(X11);
    expect(await power.turn('off')).toMatchObject({ means: 'xset', verified: 'yes' });
    rmSync(join(fakes.folder, 'xset'));
    expect(await power.turn('off')).toMatchObject({ means: 'cec', verified: 'unknown' });
  });

  it('tries what worked first the next time', async () => {
    addPanelTool(fakes, 'cec', 'fails');
    addPanelTool(fakes, 'xset', 'works');
    const power = panelPower(X11);
    await power.turn('off');
    const before = fakes.asked().length;
    await power.turn('off');
    expect(fakes.asked().slice(before)).toEqual(['xset dpms force off', 'xset q']);
  });

  it('turns on by all of them', async () => {
    for (const means of ['cec', 'xset', 'ddcutil'] as const) addPanelTool(fakes, means, 'works');
    const power = panelPower(X11);
    await power.turn('off');
    expect(await power.turn('on')).toMatchObject({ means: 'cec', verified: 'yes' });
    expect(fakes.asked()).toEqual(
      expect.arrayContaining([
        'cec-ctl -d 0 --playback --to 0 --image-view-on',
        'xset dpms force on',
        'xset -dpms',
        'ddcutil --noverify setvcp D6 1',
      ]),
    );
  });

  it('does not believe an X server behind a compositor', async () => {
    addPanelTool(fakes, 'xset', 'works');
    expect(await panelPower(WAYLAND).turn('off')).toMatchObject({ means: 'black' });
    expect(panelOf(fakes, 'xset')).toBe('on');
  });
});

it('takes an order back when the opposite comes', async () => {
  addPanelTool(fakes, 'cec', 'hangs');
  addPanelTool(fakes, 'xset', 'works');
  const power = panelPower(X11);
  const off = power.turn('off');
  const pid = await hanging();
  addPanelTool(fakes, 'cec', 'works');
  const on = power.turn('on');
  expect(await off).toMatchObject({ means: 'black' });
  expect(await on).toMatchObject({ asked: 'on', verified: 'yes' });
  expect(fakes.asked()).not.toContain('xset dpms force off');
  await expectGone(pid);
});

it('ends what runs when it is stopped, and starts nothing any more', async () => {
  addPanelTool(fakes, 'cec', 'hangs');
  const power = panelPower(X11);
  const off = power.turn('off');
  const pid = await hanging();
  power.stop();
  expect(await off).toMatchObject({ means: 'black' });
  await expectGone(pid);
  const before = fakes.asked().length;
  await power.turn('on');
  expect(fakes.asked()).toHaveLength(before);
  expect(limits.size).toBe(0);
});

it('reads only so much of a tool that never ends to speak', async () => {
  fakes.add('wlopm', 'while :; do echo "[]"; done');
  const turned = panelPower(WAYLAND).turn('off');
  await vi.waitFor(() => {
    expect(fakes.asked()).toContain('wlopm --off *');
  }, 10_000);
  for (const reach of [...limits]) reach();
  expect(await turned).toMatchObject({ means: 'black' });
});

it('hands no secret on to a tool', async () => {
  fakes.add('ddcutil', `echo "$DIGIPLAYER_PASSWORD|$DISPLAY|$LC_ALL" > ${fakes.folder}/seen`);
  await panelPower({ ...X11, DIGIPLAYER_PASSWORD: 'hunter2' }).turn('off');
  expect(readFileSync(join(fakes.folder, 'seen'), 'utf8')).toBe('|:0|C\n');
});
