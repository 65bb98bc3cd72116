import type { Log } from '../../platform/logging/log.ts';
import { wait, type Clock } from '../../shared/clock.ts';
import { createPatience, watchForHang, type HangWatch } from '../common/hang-watch.ts';
import type { Browser } from './browser.ts';
import type { BrowserPage } from './browser-page.ts';

export interface KeptBrowserOptions {
  /** Starts one browser. */
  readonly launch: () => Browser;
  /** The address to show; asked anew at each start, since its ticket works once. Resolves when there is a server. */
  readonly address: () => Promise<string>;
  /** Whether the window fills the screen and leaves no way out of it. */
  readonly isKiosk: boolean;
  /** The display to fill, as the setting of that name says it. */
  readonly display: () => string;
  /** How much longer than usual things take on this machine now, from 1. */
  readonly slowness: () => number;
  readonly clock: Clock;
  readonly log: Log;
  /** Hears why a browser ended that nobody asked to end. */
  readonly onTrouble: (reason: string) => void;
}

/** A browser that is always there: killed, closed, crashed or hung, it comes back (DESIGN, Two shells). */
export interface KeptBrowser {
  start(): void;
  stop(): Promise<void>;
  /** The page that is up now; null between two browsers. */
  page(): BrowserPage | null;
  /** The process of the browser that runs now; null between two. */
  pid(): number | null;
  /** Takes this browser for lost and starts another. */
  replace(reason: string): void;
}

/** The waits before each restart, ms: the first at once, since content must be back within three seconds. */
const RESTART_DELAYS_MS = [0, 500, 2_000, 5_000, 15_000, 30_000] as const;
/** A browser that stood this long has earned a fresh start of the waits, ms. */
const STEADY_MS = 120_000;
const STOP_GRACE_MS = 1_000;
/** How often the window's place is compared with its display's, ms. */
const PLACE_EVERY_MS = 5_000;
/** How long to wait before the next start, when the last `failures` browsers all ended soon after they started. */
export function restartDelay(failures: number): number {
  return RESTART_DELAYS_MS[Math.min(failures, RESTART_DELAYS_MS.length - 1)] ?? 0;
}

/** Keeps one browser running from `start()` to `stop()`. */
export function createKeptBrowser(options: KeptBrowserOptions): KeptBrowser {
  const { clock, log } = options;
  const stopped = new AbortController();
  const patience = createPatience(clock, options.slowness);
  let hangWatch: HangWatch | null = null;
  let browser: Browser | null = null;
  let page: BrowserPage | null = null;
  // What is known of why this browser is about to end; `null`: nothing yet.
  let cause: string | null = null;
  let isAskedFor = false;
  let running: Promise<void> = Promise.resolve();

  // A function, since its answer changes while something else is awaited.
  const isStopped = (): boolean => stopped.signal.aborted;

  const giveUp = (lost: Browser, reason: string): void => {
    if (browser !== lost || isStopped()) return;
    cause = reason;
    lost.kill();
  };

  /** Displays come, go and change their size, which nobody tells; the window follows. */
  const keepInPlace = async (started: Browser, found: BrowserPage): Promise<void> => {
    while (browser === started && !isStopped()) {
      await found.fillScreen(options.display());
      await wait(clock, PLACE_EVERY_MS, stopped.signal);
    }
  };

  const showPlayer = async (started: Browser): Promise<void> => {
    const [found, address] = await Promise.all([started.page, options.address()]);
    if (found === null) {
      giveUp(started, 'the browser showed no page');
      return;
    }
    if (browser !== started) return;
    if (options.isKiosk) {
      void keepInPlace(started, found);
      // Chromium hands the guard on to the next page only once it has said that it has it: one load in five went without.
      await found.lockDown();
    }
    found.onLost((reason) => {
      giveUp(started, reason);
    });
    const shown = await found.navigate(address);
    if (!shown.ok) giveUp(started, shown.error.message);
    if (browser !== started || isStopped()) return;
    page = found;
    hangWatch = watchForHang({
      ask: () => found.answers(),
      patience,
      clock,
      onHang: () => {
        giveUp(started, 'the page hangs');
      },
    });
  };

  const keepRunning = async (): Promise<void> => {
    let failures = 0;
    while (!isStopped()) {
      const startedAt = clock.monotonic();
      const current = options.launch();
      browser = current;
      void showPlayer(current);
      const ended = await current.ended;
      const reason = cause ?? ended;
      current.kill();
      hangWatch?.stop();
      browser = null;
      page = null;
      if (isStopped()) return;
      failures = clock.monotonic() - startedAt > STEADY_MS ? 0 : failures;
      const delay = restartDelay(failures);
      failures += 1;
      log.warn('The browser ended and is started again', { reason, inMs: delay });
      if (!isAskedFor) options.onTrouble(reason);
      cause = null;
      isAskedFor = false;
      await wait(clock, delay, stopped.signal);
    }
  };

  return {
    start() {
      running = keepRunning();
    },
    async stop() {
      stopped.abort();
      await browser?.stop(STOP_GRACE_MS);
      await running;
    },
    page: () => page,
    pid: () => browser?.pid ?? null,
    replace(reason) {
      if (browser === null) return;
      cause = reason;
      isAskedFor = true;
      browser.kill();
    },
  };
}
