import { createSystemClock, wait } from '../../src/shared/clock.ts';
import { windowFaults, type WindowFault } from '../support/e2e/window-faults.ts';
import { median, type Bench, type Figure } from './figure.ts';
import { measureKills } from './recovery-kills.ts';
import { openRecoveryScreen, until, type RecoveryScreen } from './recovery-screen.ts';

const RUNS = 3;
/** Content is back within three seconds. */
const AIM_MS = 3_000;
const GIVE_UP_MS = 60_000;
/** A browser that is hardly up is no fair start. */
const SETTLE_MS = 2_500;

const clock = createSystemClock();

/**
 * How long the picture is away after each fault of the Chromium shell's window, from the fault until the player reports the
 * item anew and the pixels of the whole display show it; the middle of three runs. With options (`--kills 300`): after
 * many kills of the processes that draw. Needs a build, Xvfb and Chromium.
 */
export const measureRecovery: Bench = async (options) => {
  if (options.length > 0) return measureKills(options);
  const screen = await openRecoveryScreen();
  try {
    const figures: Figure[] = [];
    for (const fault of windowFaults.filter(({ costsPage }) => costsPage)) {
      const times = [];
      for (let run = 0; run < RUNS; run++) times.push(await timeBack(fault, screen));
      const value = Math.round(median(times));
      const each = times.map((time) => Math.round(time)).join(', ');
      const name = `${fault.name}: picture back after (${each})`;
      figures.push({ name, value, unit: 'ms', aim: { atMost: AIM_MS } });
    }
    return figures;
  } finally {
    await screen.stop();
  }
};

async function timeBack(fault: WindowFault, screen: RecoveryScreen): Promise<number> {
  const life = screen.startLife(fault.environment);
  try {
    await until(GIVE_UP_MS, 'at the start', () => life.shownSince() !== null && screen.isContent());
    await wait(clock, SETTLE_MS);
    const before = life.shownSince();
    const struckAt = clock.monotonic();
    await fault.strike({
      player: life.player.pid,
      display: screen.display,
      dataFolder: life.dataFolder,
    });
    await until(GIVE_UP_MS, `after: ${fault.name}`, () => life.shownSince() !== before && screen.isContent());
    return clock.monotonic() - struckAt;
  } finally {
    await life.stop();
  }
}
