import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { slownessOf } from '../../platform/machine/machine-load.ts';
import { killGroup } from '../../platform/machine/process-group.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Drawing, DrawingPort } from '../../shared/drawing.ts';
import {
  drawInFolder,
  DRAWING_LIMITS,
  withinLimits,
  yieldToScreen,
  type DrawingLimits,
} from '../common/drawing-process.ts';
import { readDrawn } from '../common/draw-page.ts';
import { drawArgument, DRAWING_FILES, READY } from './drawing-program.ts';

export interface ElectronDrawingDependencies {
  /** This program. */
  readonly executable: string;
  /** What it needs to become itself: from the source tree the folder of the app. */
  readonly args: readonly string[];
  /** Where its profile stands while it draws. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** For tests. */
  readonly limits?: Partial<DrawingLimits>;
}

/**
 * Draws in a second process of this program (`drawing-program.ts`): a window of this one would share its graphics process with
 * the screen. It is killed, with its own, after each picture.
 */
export function createElectronDrawing(dependencies: ElectronDrawingDependencies): DrawingPort {
  const { executable, args, environment, clock } = dependencies;
  const limits = { ...DRAWING_LIMITS, ...dependencies.limits };
  return {
    draw: (order, signal) =>
      drawInFolder(order, dependencies.folder, signal, async ({ folder }) => {
        await writeFile(join(folder, DRAWING_FILES.order), JSON.stringify(order), { mode: 0o600 });
        const child = spawn(executable, [...args, drawArgument(folder)], {
          env: environment,
          stdio: ['ignore', 'pipe', 'ignore'],
          detached: process.platform !== 'win32',
          windowsHide: true,
        });
        if (child.pid !== undefined) yieldToScreen(child.pid);
        const ended = endOf(child);
        try {
          return await withinLimits({
            draw: (onStarted) => drawnBy(child, ended, folder, onStarted),
            pid: child.pid ?? 0,
            limits: { ...limits, drawMs: limits.drawMs * slownessOf() },
            clock,
            signal,
          });
        } finally {
          killGroup(child.pid);
          await ended;
        }
      }),
  };
}

/** What it left when it ended; nothing before it could draw says nothing about the picture. */
async function drawnBy(
  child: ChildProcess,
  ended: Promise<string>,
  folder: string,
  onStarted: () => void,
): Promise<Drawing> {
  let isReady = false;
  let words = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    words = (words + part).slice(-MOST_WORDS);
    if (isReady || !words.split('\n').includes(READY)) return;
    isReady = true;
    onStarted();
  });
  const reason = await ended;
  const answer = await readFile(join(folder, DRAWING_FILES.answer), 'utf8').catch(() => null);
  if (answer !== null) return readDrawn(answer);
  return isReady
    ? { kind: 'gave-up', why: 'fault' }
    : { kind: 'unavailable', reason: `${reason} ${words}`.trim() };
}

const MOST_WORDS = 1_024;

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', ({ message }) => {
      resolve(message);
    });
    child.once('exit', (code, signal) => {
      resolve(signal ?? `exit code ${code ?? 'unknown'}`);
    });
  });
}
