import { glanceAtScreen, type ScreenGlance } from '../player/maintenance/screen-glance.ts';
import { createSystemClock, wait, type Clock } from '../shared/clock.ts';
import { renderGlance } from './render-glance.ts';

const WATCH_EVERY_MS = 2_000;
/** Back to the upper left corner, and nothing below it. */
const CLEAR = '\u001b[H\u001b[2J\u001b[3J';

/** What a script learns from `status`: nobody runs is 3, as init scripts say it. */
const exitCodes = { well: 0, attention: 1, stopped: 3 } as const;

export interface StatusCommand {
  readonly folder: string;
  readonly json: boolean;
  readonly watch: boolean;
  readonly clock?: Clock;
  /** Ends the watching. Left out: Ctrl-C does. */
  readonly signal?: AbortSignal;
}

/**
 * Prints how the screen of a data folder is, once or every two seconds. Answers 0 when all is well, 1 when something needs
 * attention, 3 when no player runs; of a watch, what it saw last.
 */
export async function printStatus({
  folder,
  json,
  watch,
  clock = createSystemClock(),
  signal = untilInterrupted(watch),
}: StatusCommand): Promise<number> {
  for (;;) {
    const glance = await glanceAtScreen({ dataFolder: folder, clock });
    if (watch && !json && process.stdout.isTTY) process.stdout.write(CLEAR);
    process.stdout.write(json ? `${jsonOf(glance, folder, watch)}\n` : renderGlance(glance, folder));
    if (!watch || !(await wait(clock, WATCH_EVERY_MS, signal))) return exitCodes[verdictOf(glance)];
  }
}

function verdictOf({ running, needsAttention }: ScreenGlance): keyof typeof exitCodes {
  if (running === 'no') return 'stopped';
  return needsAttention.length === 0 ? 'well' : 'attention';
}

/** `status.json` as it is, and beside it what only the machine knows. A watch writes one line each time. */
function jsonOf(glance: ScreenGlance, folder: string, oneLine: boolean): string {
  const { machine, status, running, needsAttention } = glance;
  const content = {
    verdict: verdictOf(glance),
    running,
    needs_attention: needsAttention,
    memory_mb: { player: machine.playerMb, with_browser: machine.withBrowserMb },
    temperature_celsius: machine.temperatureCelsius,
    addresses: machine.addresses,
    data_folder: folder,
    status,
  };
  return JSON.stringify(content, null, oneLine ? 0 : 2);
}

function untilInterrupted(watch: boolean): AbortSignal {
  const over = new AbortController();
  if (watch) {
    process.once('SIGINT', () => {
      over.abort();
    });
  }
  return over.signal;
}
