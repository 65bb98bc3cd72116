import type { Log } from '../../platform/logging/log.ts';
import type { Repetition } from '../../shared/async.ts';
import { wait, type Clock } from '../../shared/clock.ts';
import type { ScreenTrouble } from '../../shared/host.ts';
import type { RefererRule } from '../../shared/referers.ts';
import type { Failure, Result } from '../../shared/result.ts';
import { createPatience, watchForHang, type HangWatch } from '../common/hang-watch.ts';
import { cannotStart, type Browser } from './browser.ts';
import type { BrowserPage } from './browser-page.ts';
import type { WindowBounds } from './window-place.ts';
import { createGraphicsWatch, isProcessAlive } from './graphics-watch.ts';
import { standsAtFirst, type FirstStart } from './first-start.ts';
import { quoteLastWords, saysDisplayLost } from './last-words.ts';

export interface BrowserSupervisorDependencies {
  /** Starts one browser, at this page or at a black one; `no-browser` when there is none to start. */
  readonly launch: (page: string | null) => Result<Browser>;
  /** The page that the very first browser is started at; missing: it is led to {@link address} as each one after it. */
  readonly first?: FirstStart;
  /** Why no window can be shown now; null when one can. */
  readonly missingDisplay: () => Promise<Failure | null>;
  /** The address to show; asked anew at each start, since its ticket works once. Resolves when there is a server. */
  readonly address: () => Promise<string>;
  /** Hides the pointer of the screen until it is let go: a browser shows one until its page says otherwise. */
  readonly hidePointer: () => { release(): void };
  /** Whether the window fills the screen and leaves no way out of it. */
  readonly isKiosk: boolean;
  /** The display to fill, as the setting of that name says it. */
  readonly display: () => string;
  /** Hears which place on the desktop the window fills. */
  readonly onPlace?: (bounds: WindowBounds) => void;
  /** How much longer than usual things take on this machine now, from 1. */
  readonly slowness: () => number;
  readonly clock: Clock;
  readonly log: Log;
  /** Hears why a page was lost that nobody asked to end. The next browser comes when {@link BrowserSupervisor.replace} says so. */
  readonly onTrouble: (trouble: ScreenTrouble) => void;
  /** Hears what a browser said that was lost, before the next one is started. */
  readonly onLastWords?: (words: string) => void;
  /** Hears why there is no browser to show anything in, and null when there is one again; no fault of what is shown. */
  readonly onAway: (failure: Failure | null) => void;
}

/** A browser from `start()` to `stop()`. It waits for its display without limit, and tells of each page that is lost. */
export interface BrowserSupervisor {
  start(): void;
  stop(): Promise<void>;
  /** The page that is up now; null between two browsers. */
  page(): BrowserPage | null;
  /** The process of the browser that runs now; null between two. */
  pid(): number | null;
  /** Adds a Referer to the requests of these hosts, in this browser and each one after it. */
  useReferers(rules: readonly RefererRule[]): void;
  /** Has pages of these hosts lead nowhere else, in this browser and each one after it. */
  useTouchHosts(hosts: readonly string[]): void;
  /** Resolves when the first browser was started, or there is none to start. */
  readonly firstLaunched: Promise<unknown>;
  /** Resolves when the first browser has ended, or there is none to start. */
  readonly firstOver: Promise<unknown>;
  /** Resolves when no key and no page of the browser that runs now can get past the guard. */
  guarded(): Promise<unknown>;
  /** Has another browser show the player. One that is still on its way to its page is left alone. */
  replace(reason: string): void;
}

/** The waits between tries to start a browser that never shows a page, ms. */
const RETRY_DELAYS_MS = [250, 500, 1_000, 2_000] as const;
/** From here on each try would only wear the machine out. */
const MANY_RETRIES = 100;
const LONG_RETRY_MS = 10_000;
/** How often a display that is away is looked for, ms. */
const DISPLAY_EVERY_MS = 250;
/** A trouble that nobody answers within this time is answered here, ms. */
const ORDER_WITHIN_MS = 60_000;
const STOP_GRACE_MS = 1_000;
/** So long after its address was opened, a page has said that it wants no pointer, and the browser obeys, ms. */
const POINTER_HIDDEN_MS = 3_000;
/** How often the window's place is compared with its display's, ms. */
const PLACE_EVERY_MS = 5_000;

/** How long to wait after the `failures`th browser in turn that showed no page, ms. */
export function retryDelay(failures: number): number {
  if (failures > MANY_RETRIES) return LONG_RETRY_MS;
  return RETRY_DELAYS_MS[Math.min(failures, RETRY_DELAYS_MS.length) - 1] ?? 0;
}

/** How one browser ended: replaced on demand, before it showed the player, or with the player's page in it. */
interface End {
  readonly kind: 'asked' | 'never-shown' | 'lost';
  readonly reason: string;
  readonly words: string;
}

/** Keeps one browser running from `start()` to `stop()`. */
export function createBrowserSupervisor(options: BrowserSupervisorDependencies): BrowserSupervisor {
  const { clock, log } = options;
  const stopped = new AbortController();
  const patience = createPatience(clock, options.slowness);
  let hangWatch: HangWatch | null = null;
  let graphicsWatch: Repetition | null = null;
  let browser: Browser | null = null;
  let page: BrowserPage | null = null;
  let hasShown = false;
  let referers: readonly RefererRule[] = [];
  let touchHosts: readonly string[] = [];
  // What is known of why this browser is about to end; `null`: nothing yet.
  let cause: { readonly reason: string; readonly isAsked: boolean } | null = null;
  /** Ends the wait for an order; null when none is waited for. */
  let goOn: (() => void) | null = null;
  let running: Promise<void> = Promise.resolve();
  const [launched, over] = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
  let guarded: PromiseWithResolvers<null> | null = null;
  /** Null: no first page is left to start at. */
  let first = options.first ?? null;

  // A function, since its answer changes while something else is awaited.
  const isStopped = (): boolean => stopped.signal.aborted;

  const giveUp = (lost: Browser, reason: string): void => {
    if (browser !== lost || isStopped()) return;
    cause ??= { reason, isAsked: false };
    lost.kill();
  };

  /** Displays come, go and change their size, which nobody tells; the window follows. */
  const keepInPlace = async (started: Browser, found: BrowserPage): Promise<void> => {
    while (browser === started && !isStopped()) {
      const filled = await found.fillScreen(options.display());
      if (filled !== null) options.onPlace?.(filled);
      await wait(clock, PLACE_EVERY_MS, stopped.signal);
    }
  };

  const showPlayer = async (
    started: Browser,
    pointer: { release(): void },
    opened: Promise<unknown> | null,
  ): Promise<void> => {
    const found = await started.page;
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
    if (browser !== started) return;
    // Its page is on its way already, and may be up before anything else is known of it.
    if (opened !== null) page = found;
    guarded?.resolve(null);
    found.onLost((reason) => {
      giveUp(started, reason);
    });
    hasShown = true;
    await found.useReferers(referers);
    await found.useTouchHosts(touchHosts);
    if (await standsAtFirst(found, { opened, over: over.promise, isStopped, clock })) found.hidePointer();
    else {
      const shown = await found.navigate(await options.address());
      if (!shown.ok) giveUp(started, shown.error.message);
    }
    if (browser !== started || isStopped()) return;
    page = found;
    options.onAway(null);
    void wait(clock, POINTER_HIDDEN_MS, stopped.signal).then(() => {
      pointer.release();
    });
    graphicsWatch = createGraphicsWatch({
      find: () => found.graphicsProcess(),
      isAlive: isProcessAlive,
      clock,
      onLost: () => {
        options.onTrouble({ reason: 'its process ended', lost: 'graphics' });
      },
    });
    graphicsWatch.start();
    hangWatch = watchForHang({
      ask: () => found.answers(),
      patience,
      clock,
      onHang: () => {
        giveUp(started, 'the page hangs');
      },
    });
  };

  const run = async (
    started: Browser,
    pointer: { release(): void },
    opened: Promise<unknown> | null,
  ): Promise<End> => {
    browser = started;
    cause = null;
    hasShown = false;
    guarded = Promise.withResolvers();
    void showPlayer(started, pointer, opened);
    const ended = await started.ended;
    guarded.resolve(null);
    over.resolve(null);
    pointer.release();
    started.kill();
    hangWatch?.stop();
    hangWatch = null;
    graphicsWatch?.stop();
    browser = null;
    page = null;
    // A function, since both were set while the browser ran.
    const known = (): { readonly by: typeof cause; readonly wasShown: boolean } => ({
      by: cause,
      wasShown: hasShown,
    });
    const { by, wasShown } = known();
    const reason = by?.reason ?? ended;
    const kind = by?.isAsked === true ? 'asked' : wasShown ? 'lost' : 'never-shown';
    return { kind, reason, words: started.lastWords() };
  };

  const order = async (): Promise<void> => {
    const ordered = new Promise<boolean>((resolve) => {
      goOn = () => {
        resolve(true);
      };
    });
    const late = new AbortController();
    const until = AbortSignal.any([late.signal, stopped.signal]);
    await Promise.race([ordered, wait(clock, ORDER_WITHIN_MS, until)]);
    late.abort();
    goOn = null;
  };

  /** A display is waited for as long as it takes; answers false when the player stops. */
  const displayThere = async (): Promise<boolean> => {
    for (;;) {
      const missing = await options.missingDisplay();
      if (isStopped() || missing === null) return !isStopped();
      options.onAway(missing);
      launched.resolve(null);
      over.resolve(null);
      await wait(clock, DISPLAY_EVERY_MS, stopped.signal);
    }
  };

  /** Each browser but the first is led to its page: a crash leaves no address behind that lets anybody in. */
  const takeFirst = (): { readonly page: string | null; readonly opened: Promise<unknown> | null } => {
    const taken = first;
    first = null;
    const page = taken?.address() ?? null;
    return page === null || taken === null ? { page: null, opened: null } : { page, opened: taken.opened };
  };

  const keepRunning = async (): Promise<void> => {
    let failures = 0;
    while (await displayThere()) {
      const { page: startPage, opened } = takeFirst();
      const started = options.launch(startPage);
      launched.resolve(null);
      const end: End = started.ok
        ? await run(
            started.value,
            options.isKiosk ? options.hidePointer() : { release: () => undefined },
            opened,
          )
        : { kind: 'never-shown', reason: '', words: '' };
      over.resolve(null);
      if (isStopped()) return;
      if (end.kind !== 'never-shown') failures = 0;
      if (end.kind === 'asked') log.info('The browser is replaced', { reason: end.reason });
      else if ((await options.missingDisplay()) !== null) continue;
      else if (end.kind === 'never-shown') {
        failures += 1;
        const words = quoteLastWords(end.words);
        const said = words === '' ? end.reason : `${end.reason}: ${words}`;
        options.onAway(started.ok ? cannotStart(said).error : started.error);
        await wait(clock, retryDelay(failures), stopped.signal);
      } else if (saysDisplayLost(end.words)) {
        // The display went and is there again already, or is just about to be found missing.
        await wait(clock, DISPLAY_EVERY_MS, stopped.signal);
      } else {
        options.onLastWords?.(end.words);
        log.warn('The browser was lost', { reason: end.reason });
        const ordered = order();
        options.onTrouble({ reason: end.reason, lost: 'page' });
        await ordered;
      }
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
    firstLaunched: launched.promise,
    firstOver: over.promise,
    guarded: () => guarded?.promise ?? Promise.resolve(null),
    pid: () => browser?.pid ?? null,
    useReferers(rules) {
      referers = rules;
      void page?.useReferers(rules);
    },
    useTouchHosts(hosts) {
      touchHosts = hosts;
      void page?.useTouchHosts(hosts);
    },
    replace(reason) {
      goOn?.();
      if (browser === null || page === null) return;
      cause ??= { reason, isAsked: true };
      browser.kill();
    },
  };
}
