import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import type { ProgramItem } from '../../src/shared/program.ts';
import { fail, ok, type Result } from '../../src/shared/result.ts';
import { createLayerBox, fitPicture, NO_FLAWS, type Layer, type StageSettings } from './layer.ts';

/** Shorter than the time that any layer has to prepare, so that the reason names the page. */
const LOAD_LIMIT_MS = 12_000;

/**
 * A web page in a sandboxed frame without the machine's cookies and without pointer events (DESIGN, Two shells).
 *
 * The page keeps its own origin, which many dashboards need for their storage; that is safe only as long as this is not
 * the player's origin, so such an address is refused.
 */
export function createWebLayer(
  page: Document,
  clock: Clock,
  item: ProgramItem,
  settings: StageSettings,
): Layer {
  const element = createLayerBox(page);
  const frame = page.createElement('iframe');
  frame.setAttribute('credentialless', '');
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
  frame.referrerPolicy = 'no-referrer';
  frame.tabIndex = -1;
  element.append(frame);
  let loaded = false;
  let limit: ClockTimer | null = null;

  function applySettings(changed: StageSettings): void {
    element.style.backgroundColor = changed.backgroundColour;
    fitPicture(frame, changed);
  }
  applySettings(settings);

  /** Each showing is a layer of its own, so the page is fetched anew for each. */
  function load(): Promise<Result<null>> {
    return new Promise((resolve) => {
      limit = clock.after(LOAD_LIMIT_MS, () => {
        resolve(fail('too-slow', `The page ${item.fileName} did not load in ${LOAD_LIMIT_MS / 1000} s.`));
      });
      frame.addEventListener(
        'load',
        () => {
          limit?.cancel();
          loaded = true;
          resolve(ok(null));
        },
        { once: true },
      );
      frame.src = item.source;
    });
  }

  return {
    item,
    element,
    async prepare() {
      if (!isForeignPage(item.source, page.location)) {
        return fail('refused-address', `The address of ${item.fileName} is not one of a web page elsewhere.`);
      }
      return load();
    },
    begin: () => undefined,
    enter: () => undefined,
    leave: () => undefined,
    applySettings,
    framesPresented: () => (loaded ? 1 : 0),
    isMoving: () => false,
    isBuffering: () => false,
    position: () => 0,
    flaws: () => NO_FLAWS,
    sample: () => null,
    preparedSample: () => null,
    release() {
      limit?.cancel();
      element.remove();
    },
  };
}

function isForeignPage(source: string, own: Location): boolean {
  if (!URL.canParse(source)) return false;
  const { protocol, origin } = new URL(source);
  return (protocol === 'https:' || protocol === 'http:') && origin !== own.origin;
}
