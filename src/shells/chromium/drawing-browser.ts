import { readFile, rm, stat } from 'node:fs/promises';
import { writableFolder } from '../../platform/files/writable-folder.ts';
import { slownessOf } from '../../platform/machine/machine-load.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Drawing, DrawingPort, PictureBox } from '../../shared/drawing.ts';
import { describeThrown } from '../../shared/result.ts';
import {
  DRAWING_LIMITS,
  LARGEST_DRAWING_BYTES,
  STOPPED,
  withinLimits,
  yieldToScreen,
  type DrawingLimits,
} from '../common/drawing-limits.ts';
import { drawExpression, readDrawn } from '../common/draw-page.ts';
import { QUIET_SWITCHES } from './browser-arguments.ts';
import { startBrowser, type Browser } from './browser.ts';

export interface DrawingBrowserDependencies {
  readonly findBrowser: () => string | null;
  /** Its profile; emptied before and after. */
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
  const { clock, environment, asRoot } = dependencies;
  const limits = { ...DRAWING_LIMITS, ...dependencies.limits };

  const start = (folder: string): Browser | string => {
    const executable = dependencies.findBrowser();
    if (executable === null) return 'there is no browser';
    const started = startBrowser({
      executable,
      arguments: drawingArguments(folder, asRoot),
      environment,
      clock,
      // A drawing has no video.
      decoders: { hear: () => undefined },
    });
    return started.ok ? started.value : started.error.message;
  };
  const drawIn = async (
    browser: Browser,
    bytes: Uint8Array,
    box: PictureBox,
    signal: AbortSignal,
  ): Promise<Drawing> => {
    const pid = browser.pid ?? 0;
    yieldToScreen(pid);
    const page = await Promise.race([browser.page, aborted(signal)]);
    if (signal.aborted) return STOPPED;
    if (page === null)
      return { kind: 'unavailable', reason: `the browser did not start: ${browser.lastWords()}` };
    const limitMs = limits.drawMs * slownessOf();
    const drawn = page.evaluate(drawExpression(bytes, box), limitMs * 2).then(readDrawn);
    return await withinLimits(drawn, pid, limits, limitMs, clock, signal);
  };

  return {
    draw: async ({ path, box }, signal) => {
      try {
        if ((await stat(path)).size > LARGEST_DRAWING_BYTES) return { kind: 'gave-up', why: 'memory' };
        const bytes = await readFile(path);
        const folder = writableFolder(dependencies.folder);
        await rm(folder, { recursive: true, force: true });
        if (signal.aborted) return STOPPED;
        const browser = start(writableFolder(dependencies.folder));
        if (typeof browser === 'string') return { kind: 'unavailable', reason: browser };
        try {
          return await drawIn(browser, bytes, box, signal);
        } finally {
          browser.kill();
          await browser.ended;
          await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
        }
      } catch (thrown) {
        return { kind: 'unavailable', reason: describeThrown(thrown) };
      }
    },
  };
}

function drawingArguments(profileFolder: string, asRoot: boolean): string[] {
  return [
    '--headless',
    '--disable-gpu',
    '--disable-software-rasterizer',
    '--remote-debugging-pipe',
    `--user-data-dir=${profileFolder}`,
    '--disk-cache-size=1',
    // It has nothing to ask anybody.
    '--proxy-server=http://127.0.0.1:9',
    '--mute-audio',
    ...QUIET_SWITCHES,
    ...(asRoot ? ['--no-sandbox', '--test-type'] : []),
    'about:blank',
  ];
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener(
      'abort',
      () => {
        resolve(null);
      },
      { once: true },
    );
  });
}
