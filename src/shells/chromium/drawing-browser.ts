import { slownessOf } from '../../platform/machine/machine-load.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Drawing, DrawingPort, PictureBox } from '../../shared/drawing.ts';
import {
  drawInFolder,
  DRAWING_LIMITS,
  withinLimits,
  yieldToScreen,
  type DrawingLimits,
} from '../common/drawing-process.ts';
import { asWords, chromiumSwitches } from '../common/chromium-switches.ts';
import { drawExpression, readDrawn } from '../common/draw-page.ts';
import { cannotStart, startBrowser, type Browser } from './browser.ts';
import { NOWHERE } from '../common/nowhere.ts';
import { removeSocketFolder } from './profile-lock.ts';

export interface DrawingBrowserDependencies {
  readonly findBrowser: () => string | null;
  /** Where its profile stands while it draws. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Chromium refuses to run as root with its sandbox. */
  readonly asRoot: boolean;
  readonly clock: Clock;
  /** For tests. */
  readonly limits?: Partial<DrawingLimits>;
}

/**
 * Draws in a second browser without a window: its processes are its own, it draws without the graphics driver, and its group
 * is killed after each picture, whatever it does then.
 */
export function createDrawingBrowser(dependencies: DrawingBrowserDependencies): DrawingPort {
  const { findBrowser, clock, environment, asRoot } = dependencies;
  const limits = { ...DRAWING_LIMITS, ...dependencies.limits };

  const drawIn = async (
    browser: Browser,
    bytes: Uint8Array,
    box: PictureBox,
    onStarted: () => void,
  ): Promise<Drawing> => {
    const page = await browser.page;
    if (page === null)
      return { kind: 'unavailable', reason: `the browser did not start: ${browser.lastWords()}` };
    onStarted();
    return readDrawn(await page.evaluate(drawExpression(bytes, box), NO_LIMIT_MS));
  };

  return {
    draw: (order, signal) =>
      drawInFolder(order, dependencies.folder, signal, async ({ bytes, folder }) => {
        const executable = findBrowser();
        const started =
          executable === null
            ? cannotStart('there is none')
            : startBrowser({ executable, arguments: drawingArguments(folder, asRoot), environment, clock });
        if (!started.ok) return { kind: 'unavailable', reason: started.error.message };
        const browser = started.value;
        const { pid } = browser;
        if (pid !== null) yieldToScreen(pid);
        try {
          return await withinLimits({
            draw: (onStarted) => drawIn(browser, bytes, order.box, onStarted),
            pid: pid ?? 0,
            limits: { ...limits, drawMs: limits.drawMs * slownessOf() },
            clock,
            signal,
          });
        } finally {
          browser.kill();
          await browser.ended;
          removeSocketFolder(folder);
        }
      }),
  };
}

/** What limits it stands beside it. */
const NO_LIMIT_MS = 600_000;

function drawingArguments(profileFolder: string, asRoot: boolean): string[] {
  return [
    '--headless',
    '--disable-gpu',
    '--disable-software-rasterizer',
    '--remote-debugging-pipe',
    `--user-data-dir=${profileFolder}`,
    '--disk-cache-size=1',
    // It has nothing to ask anybody.
    `--proxy-server=${NOWHERE}`,
    '--mute-audio',
    ...asWords(chromiumSwitches('browser')),
    ...(asRoot ? ['--no-sandbox', '--test-type'] : []),
    'about:blank',
  ];
}
