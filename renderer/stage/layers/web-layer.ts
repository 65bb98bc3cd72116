import type { PageHead } from '../../../src/shared/bridge.ts';
import type { Clock, ClockTimer } from '../../../src/shared/clock.ts';
import { isPageVerdict } from '../../../src/shared/failure-codes.ts';
import type { ProgramItem } from '../../../src/shared/program.ts';
import { fail, ok, type Result } from '../../../src/shared/result.ts';
import { createBackground } from './background.ts';
import { judgePage } from './judge-page.ts';
import {
  createLayerBox,
  fitPicture,
  NO_FLAWS,
  type Layer,
  type LayerEvents,
  type StageSettings,
} from './layer.ts';
import { createPageUse } from './page-use.ts';
import { release } from './release.ts';

/** Has the main process ask for a page as the frame would, and say what its head says. */
export type PageLook = (address: string) => Promise<Result<PageHead>>;

/** Shorter than the time that any layer has to prepare, so that the reason names the page. */
const LOAD_LIMIT_MS = 12_000;

/** What makes of a page one that may be touched. */
export interface PageTouch {
  /** Whether a page at this address may be. */
  readonly isTouchable: (address: string) => boolean;
  /** Has the shell wipe what touched pages have stored. */
  readonly forget: () => Promise<unknown>;
}

/**
 * A web page in a sandboxed frame without the machine's cookies and without pointer events, but for one that may be touched.
 *
 * The page keeps its own origin, which many dashboards need for their storage; that is safe only as long as this is not
 * the player's origin, so such an address is refused.
 */
export function createWebLayer(
  page: Document,
  clock: Clock,
  item: ProgramItem,
  settings: StageSettings,
  look: PageLook,
  touch: PageTouch | null = null,
): Layer {
  const element = createLayerBox(page);
  const mayBeTouched = touch?.isTouchable(item.source) === true;
  const background = createBackground(element, settings.backgroundColour);
  let frame = createPageFrame(page, mayBeTouched);
  let fit = settings;
  let loaded = false;
  let hasGoodHead = false;
  let limit: ClockTimer | null = null;
  let gone = new AbortController();
  let events: LayerEvents | null = null;
  let isReleased = false as boolean;
  const use = mayBeTouched ? createPageUse(clock, (kind) => events?.onTouched?.(kind)) : null;
  element.append(frame);

  function applySettings(changed: StageSettings): void {
    fit = changed;
    background.setColour(changed.backgroundColour);
    fitPicture(frame, changed);
  }
  applySettings(settings);

  /** The frame fires `load` for Chromium's own error pages, too, so somebody else has to look. */
  async function judge(): Promise<Result<null>> {
    const looked = await look(item.source);
    if (!looked.ok && !isPageVerdict(looked.error.code)) return ok(null);
    const judged = looked.ok ? judgeHead(looked.value) : looked;
    hasGoodHead = judged.ok;
    if (judged.ok) return judged;
    const { code, message } = judged.error;
    return fail(code, `The page ${item.fileName} cannot be shown: ${message}.`);
  }

  function judgeHead(head: PageHead): Result<null> {
    if (!mayBeTouched || touch.isTouchable(head.address)) return judgePage(head, page.location.origin);
    return fail('page-leads-away', 'it leads to a host that the setting interactive_hosts does not name');
  }

  /**
   * Each showing is a layer of its own, so the page is fetched anew for each. Some pages never say that they have loaded,
   * the moving picture of a camera for one: when the time is up, one stands that shows something and whose head was fine.
   */
  function load(): Promise<Result<null>> {
    const arrived = (): Result<null> => {
      limit?.cancel();
      loaded = true;
      background.set(true);
      return ok(null);
    };
    return new Promise((resolve) => {
      limit = clock.after(LOAD_LIMIT_MS, () => {
        const stands = hasGoodHead && showsForeignPage(frame);
        const tooSlow = `The page ${item.fileName} did not load in ${LOAD_LIMIT_MS / 1000} s.`;
        resolve(stands ? arrived() : fail('too-slow', tooSlow));
      });
      frame.addEventListener(
        'load',
        () => {
          resolve(arrived());
        },
        { once: true, signal: gone.signal },
      );
      frame.src = item.source;
    });
  }

  async function loadJudged(): Promise<Result<null>> {
    const loading = load();
    // What the look refuses need not be awaited.
    const judged = judge();
    const first = await Promise.race([loading, judged]);
    if (!first.ok) return first;
    const [loadResult, verdict] = await Promise.all([loading, judged]);
    return verdict.ok ? loadResult : verdict;
  }

  function letGo(): void {
    limit?.cancel();
    gone.abort();
    use?.stop();
  }

  async function renew(): Promise<Result<null>> {
    letGo();
    gone = new AbortController();
    release(frame);
    await touch?.forget();
    if (isReleased) return fail('released', `${item.fileName} was taken away.`);
    frame = createPageFrame(page, mayBeTouched);
    fitPicture(frame, fit);
    element.append(frame);
    const renewed = await loadJudged();
    if (renewed.ok && events !== null) use?.start(element, frame);
    return renewed;
  }

  return {
    item,
    element,
    async prepare() {
      if (!isForeignPage(item.source, page.location)) {
        return fail('refused-address', `The address of ${item.fileName} is not one of a web page elsewhere.`);
      }
      return loadJudged();
    },
    begin: () => undefined,
    enter(given) {
      events = given;
      use?.start(element, frame);
    },
    leave() {
      events = null;
      use?.stop();
    },
    presented: () => Promise.resolve(),
    ...(mayBeTouched && { renew }),
    applySettings,
    framesPresented: () => (loaded ? 1 : 0),
    isMoving: () => false,
    isBuffering: () => false,
    position: () => 0,
    flaws: () => NO_FLAWS,
    sample: () => Promise.resolve(null),
    preparedSample: () => null,
    release() {
      isReleased = true;
      letGo();
      release(element);
      if (use?.wasUsed() === true) void touch?.forget();
    },
  };
}

/** The frame of a page. One that may be touched may send its own forms and be scrolled, and can do nothing else more. */
function createPageFrame(page: Document, mayBeTouched: boolean): HTMLIFrameElement {
  const frame = page.createElement('iframe');
  frame.setAttribute('credentialless', '');
  frame.setAttribute('sandbox', `allow-scripts allow-same-origin${mayBeTouched ? ' allow-forms' : ''}`);
  // Chromium's permission for addresses of the local network, under both of its names. A film would come off the panel otherwise.
  frame.allow = `local-network; local-network-access${mayBeTouched ? "; picture-in-picture 'none'" : ''}`;
  frame.referrerPolicy = 'no-referrer';
  frame.tabIndex = -1;
  // A page that is taller than the panel is cut; a bar beside it would show that nobody can move it.
  if (!mayBeTouched) frame.setAttribute('scrolling', 'no');
  return frame;
}

/** The empty document that a frame begins with is our own and can be read; that of another origin cannot. */
function showsForeignPage(frame: HTMLIFrameElement): boolean {
  try {
    if (frame.contentWindow !== null) Reflect.get(frame.contentWindow.location, 'href');
    return false;
  } catch {
    return true;
  }
}

function isForeignPage(source: string, own: Location): boolean {
  if (!URL.canParse(source)) return false;
  const { protocol, origin } = new URL(source);
  return (protocol === 'https:' || protocol === 'http:') && origin !== own.origin;
}
