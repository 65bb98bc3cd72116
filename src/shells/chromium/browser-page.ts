import { lateCrypto } from '../../platform/machine/late-crypto.ts';
import { chooseDisplay, displayChoices, type KnownDisplay } from '../common/choose-display.ts';
import type { DisplayChoice } from '../../shared/displays.ts';
import { wait, type Clock } from '../../shared/clock.ts';
import type { RefererRule } from '../../shared/referers.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { DebuggingPipe } from './debugging-pipe.ts';
import { graphicsFactsOf } from '../common/graphics-facts.ts';
import type { DecoderWatch } from '../common/decoder-watch.ts';
import type { GraphicsFacts } from '../../shared/graphics.ts';
import { frameGuard, guardFrames } from '../common/frame-guard.ts';
import { createTouchFrames } from '../common/touch-frames.ts';
import { createFrameTree } from './frame-tree.ts';
import { COOKIE_NAME } from './launch-secret.ts';
import { createPageStorage } from './page-storage.ts';
import { createPausedRequests } from './paused-requests.ts';
import { PAGE_GUARD } from './page-guard.ts';
import type { WindowBounds } from './window-place.ts';

/** The one page of a browser, over its debugging pipe. */
export interface BrowserPage {
  /** Goes to `url`; fails with `browser-refused` when nobody answers there. */
  navigate(url: string): Promise<Result<unknown>>;
  reload(): Promise<Result<unknown>>;
  /** A PNG of what is shown. */
  capture(): Promise<Uint8Array | null>;
  /** What `expression` comes to, when that is a promise what it is kept with; undefined when the page has no answer in time. */
  evaluate(expression: string, timeoutMs: number): Promise<unknown>;
  /** Whether the page's own thread answers within two seconds. */
  answers(): Promise<boolean>;
  bringToFront(): Promise<void>;
  /** Has the pointer go as soon as the page has painted, and reminds of it while the page is new. */
  hidePointer(): void;
  /** Takes the browser's own keys, menus and gestures away from every page that comes after it, and closes every other window. */
  lockDown(): Promise<void>;
  /**
   * Makes the window fill a display where no window manager did; nothing when it already does. `wish` is what the setting
   * `display` says; empty: the primary one. Answers what it fills; null: nothing that is known.
   */
  fillScreen(wish: string): Promise<WindowBounds | null>;
  /** The displays that the browser knows of, where `wish` is in force; none when it is too old to tell. */
  displays(wish: string): Promise<readonly DisplayChoice[]>;
  /** Adds a Referer to the requests of these hosts, in every frame. */
  useReferers(rules: readonly RefererRule[]): Promise<void>;
  /** Has pages of these hosts lead nowhere else. */
  useTouchHosts(hosts: readonly string[]): Promise<void>;
  /** Wipes what touched pages have stored. */
  forgetPages(): Promise<Result<unknown>>;
  /** What the browser says of its graphics; null when it does not answer. */
  graphicsFacts(): Promise<GraphicsFacts | null>;
  /** The process in which the browser draws; null: it has none, or does not answer. */
  graphicsProcess(): Promise<number | null>;
  /** Called once when the page crashes or its window is closed, with what happened. */
  onLost(listener: (reason: string) => void): void;
}

interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
}

const START_MS = 15_000;
/** How often a page that is new is told of the pointer; the shell asks it a few times a second whether it lives. */
const POINTER_REMINDERS = 12;
/** Two frames on, what the page says of its pointer is on the screen. */
const PAINTED = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))';
const ANSWER_MS = 2_000;
/** Where the player's own page comes from. */
const LOOPBACK = '127.0.0.1';

/** Waits for the browser's page and attaches to it; fails when there is none within 15 s. `decoders` hears of its videos. */
export async function browserPage(
  pipe: DebuggingPipe,
  clock: Clock,
  decoders: Pick<DecoderWatch, 'hear'>,
): Promise<Result<BrowserPage>> {
  const target = await firstTarget(pipe, clock);
  if (!target.ok) return target;
  const { targetId } = target.value;
  const attached = await pipe.send('Target.attachToTarget', { targetId, flatten: true });
  if (!attached.ok) return attached;
  const { sessionId } = attached.value as { sessionId: string };
  const touch = touchPages(pipe, clock, { targetId, sessionId });
  const watch = watchTargets(pipe, targetId);
  void pipe.send('Target.setDiscoverTargets', { discover: true });

  const onPage = (command: string, parameters?: object, timeoutMs?: number): Promise<Result<unknown>> =>
    pipe.send(command, parameters, sessionId, timeoutMs);
  const evaluate = async (expression: string, timeoutMs = ANSWER_MS): Promise<unknown> => {
    const asked = { expression, returnByValue: true, awaitPromise: true };
    const answer = await onPage('Runtime.evaluate', asked, timeoutMs);
    return answer.ok ? (answer.value as { result?: { value?: unknown } }).result?.value : undefined;
  };

  /**
   * X draws a pointer in the middle of a bare screen, over the picture, and Chromium hides it where the page says so only
   * once it knows of one: without a word 3 of 20 restarts kept it there for good. A page that has not painted does not
   * listen, so it is told then, and some more while it is new.
   */
  let pointerReminders = 0;
  const remindOfPointer = async (): Promise<void> => {
    if (pointerReminders === 0) return;
    pointerReminders -= 1;
    await onPage('Input.dispatchMouseEvent', { type: 'mouseMoved', x: 0, y: 0 }, ANSWER_MS);
  };
  const hidePointer = async (): Promise<void> => {
    pointerReminders = POINTER_REMINDERS;
    await onPage('Runtime.evaluate', { expression: PAINTED, awaitPromise: true }, ANSWER_MS);
    await remindOfPointer();
  };
  // Between two pages Chromium shows its own near-black (#121212, seen for a frame) where it is not told another colour.
  void onPage('Emulation.setDefaultBackgroundColorOverride', { color: { r: 0, g: 0, b: 0, a: 1 } });
  pipe.onEvent(decoders.hear);
  void onPage('Media.enable');
  // The black page that stands until the player's is there hides it too.
  void hidePointer();

  /** Once for each browser: in a window that is no kiosk only pages that may be touched need it. */
  let guarded: Promise<void> | null = null;
  const guard = (): Promise<void> => {
    const { randomUUID } = lateCrypto();
    guarded ??= guardFrames(pipe, sessionId, frameGuard({ up: randomUUID(), down: randomUUID() }));
    return guarded;
  };

  /** For a browser that is too old to tell of its screens. */
  const wholeScreen = async (): Promise<WindowBounds | null> => {
    const size = await evaluate('[screen.width, screen.height].join()');
    if (typeof size !== 'string') return null;
    const [width = 0, height = 0] = size.split(',').map(Number);
    return { left: 0, top: 0, width, height };
  };

  return ok({
    async navigate(url) {
      const navigated = await onPage('Page.navigate', { url });
      if (!navigated.ok) return navigated;
      // The command itself succeeds where the load fails, and Chromium shows a page of its own.
      const { errorText } = navigated.value as { errorText?: string };
      if (errorText !== undefined)
        return fail('browser-refused', `The player could not be loaded: ${errorText}.`);
      void hidePointer();
      return navigated;
    },
    async reload() {
      const reloaded = await onPage('Page.reload', {}, ANSWER_MS);
      void hidePointer();
      return reloaded;
    },
    async capture() {
      const shot = await onPage('Page.captureScreenshot', { format: 'png' });
      return shot.ok ? Buffer.from((shot.value as { data: string }).data, 'base64') : null;
    },
    evaluate,
    async answers() {
      await remindOfPointer();
      return (await evaluate('1')) === 1;
    },
    hidePointer: () => void hidePointer(),
    async bringToFront() {
      await onPage('Page.bringToFront');
    },
    async lockDown() {
      watch.closeOthers();
      await Promise.all([
        onPage('Page.enable'),
        onPage('Page.addScriptToEvaluateOnNewDocument', { source: PAGE_GUARD }),
        pipe.send('Browser.setDownloadBehavior', { behavior: 'deny' }),
        evaluate(PAGE_GUARD),
        guard(),
      ]);
    },
    async fillScreen(wish) {
      const [screens, window] = await Promise.all([
        onPage('Emulation.getScreenInfos'),
        pipe.send('Browser.getWindowForTarget', { targetId }),
      ]);
      if (!window.ok) return null;
      const wanted = screens.ok
        ? boundsOf((screens.value as { screenInfos: ScreenInfo[] }).screenInfos, wish)
        : await wholeScreen();
      const { windowId, bounds } = window.value as { windowId: number; bounds: WindowBounds };
      if (wanted === null || covers(bounds, wanted)) return wanted;
      const place = (changed: object): Promise<Result<unknown>> =>
        pipe.send('Browser.setWindowBounds', { windowId, bounds: changed });
      await place({ windowState: 'normal' });
      // One more pixel each way: without a window manager Chromium leaves the last column and row bare otherwise.
      await place({ ...wanted, width: wanted.width + 1, height: wanted.height + 1 });
      return wanted;
    },
    async displays(wish) {
      const screens = await onPage('Emulation.getScreenInfos', {}, ANSWER_MS);
      if (!screens.ok) return [];
      const known = knownScreens((screens.value as { screenInfos: ScreenInfo[] }).screenInfos);
      const primary = primaryOf(known);
      return primary === null ? [] : displayChoices(known, primary, wish, ({ scale }) => scale);
    },
    useReferers: (rules) => touch.requests.useReferers(rules),
    async useTouchHosts(hosts) {
      if (hosts.length > 0) await guard();
      await touch.requests.useTouchHosts(hosts);
    },
    forgetPages: () => touch.storage.forget(),
    async graphicsFacts() {
      const told = await pipe.send('SystemInfo.getInfo', {}, undefined, ANSWER_MS);
      if (!told.ok) return null;
      const { gpu } = told.value as { gpu?: { featureStatus?: unknown; auxAttributes?: unknown } | null };
      return graphicsFactsOf(gpu?.featureStatus, gpu?.auxAttributes);
    },
    async graphicsProcess() {
      const told = await pipe.send('SystemInfo.getProcessInfo', {}, undefined, ANSWER_MS);
      if (!told.ok) return null;
      const { processInfo = [] } = told.value as { processInfo?: readonly { type: string; id: number }[] };
      return processInfo.find(({ type }) => type === 'GPU')?.id ?? null;
    },
    onLost: watch.onLost,
  });
}

/** https://chromedevtools.github.io/devtools-protocol/tot/Emulation/#type-ScreenInfo */
interface ScreenInfo {
  readonly id: string;
  readonly label: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly isPrimary: boolean;
  readonly devicePixelRatio?: number;
}

/** Where the wished display is; null when the browser knows of none. */
function boundsOf(screens: readonly ScreenInfo[], wish: string): WindowBounds | null {
  const displays = knownScreens(screens);
  const primary = primaryOf(displays);
  if (primary === null) return null;
  const { bounds } = chooseDisplay(displays, primary, wish);
  return { left: bounds.x, top: bounds.y, width: bounds.width, height: bounds.height };
}

interface KnownScreen extends KnownDisplay {
  readonly isPrimary: boolean;
  readonly scale: number;
}

function knownScreens(screens: readonly ScreenInfo[]): readonly KnownScreen[] {
  return screens.map(({ id, label, left, top, width, height, isPrimary, devicePixelRatio }) => ({
    id,
    label,
    isPrimary,
    scale: devicePixelRatio ?? 1,
    bounds: { x: left, y: top, width, height },
  }));
}

function primaryOf(displays: readonly KnownScreen[]): KnownScreen | null {
  return displays.find(({ isPrimary }) => isPrimary) ?? displays[0] ?? null;
}

function covers(window: WindowBounds, display: WindowBounds): boolean {
  return (
    window.left <= display.left &&
    window.top <= display.top &&
    window.left + window.width >= display.left + display.width &&
    window.top + window.height >= display.top + display.height
  );
}

async function firstTarget(pipe: DebuggingPipe, clock: Clock): Promise<Result<TargetInfo>> {
  const start = clock.monotonic();
  for (;;) {
    const targets = await pipe.send('Target.getTargets', {}, undefined, START_MS);
    if (!targets.ok) return targets;
    const { targetInfos } = targets.value as { targetInfos: TargetInfo[] };
    const page = targetInfos.find(({ type }) => type === 'page');
    if (page !== undefined) return ok(page);
    if (clock.monotonic() - start > START_MS) return fail('browser-silent', 'The browser showed no page.');
    await wait(clock, 20);
  }
}

interface TargetWatch {
  readonly onLost: (listener: (reason: string) => void) => void;
  /** From now on every window but the player's own is closed as soon as it is there. */
  readonly closeOthers: () => void;
}

/** What has to do with pages that may be touched. */
function touchPages(
  pipe: DebuggingPipe,
  clock: Clock,
  { targetId, sessionId: session }: { readonly targetId: string; readonly sessionId: string },
) {
  const frames = createTouchFrames();
  const tree = createFrameTree(clock, [targetId], frames.forget);
  const requests = createPausedRequests(pipe, frames, tree);
  const isOwnCookie = ({ name, domain }: { readonly name: string; readonly domain: string }): boolean =>
    name === COOKIE_NAME && domain === LOOPBACK;
  const storage = createPageStorage({ pipe, clock, session, frames, tree, isOwnCookie });
  pipe.onEvent((name, parameters) => {
    for (const one of [tree, requests, storage]) one.hear(name, parameters);
  });
  return { requests, storage };
}

function watchTargets(pipe: DebuggingPipe, targetId: string): TargetWatch {
  let lostBy: string | null = null;
  let listener: ((reason: string) => void) | null = null;
  let isAlone = false;
  pipe.onEvent((name, parameters) => {
    const { targetId: about, targetInfo } = (parameters ?? {}) as {
      targetId?: string;
      targetInfo?: TargetInfo;
    };
    if (isAlone && name === 'Target.targetCreated' && isOtherWindow(targetInfo, targetId)) {
      void pipe.send('Target.closeTarget', { targetId: targetInfo.targetId });
    }
    if (about !== targetId || lostBy !== null) return;
    if (name === 'Target.targetCrashed') lostBy = 'the page crashed';
    else if (name === 'Target.targetDestroyed') lostBy = 'the window was closed';
    if (lostBy !== null) listener?.(lostBy);
  });
  return {
    onLost: (given) => {
      listener = given;
      if (lostBy !== null) given(lostBy);
    },
    closeOthers: () => {
      isAlone = true;
    },
  };
}

/** A page of its own: the frames in the player's page are other kinds of targets. */
function isOtherWindow(info: TargetInfo | undefined, own: string): info is TargetInfo {
  return info?.type === 'page' && info.targetId !== own;
}
