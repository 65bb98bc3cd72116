import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { z } from 'zod';
import type { Clock } from '../../shared/clock.ts';
import { pictureBoxSchema } from '../../shared/drawing.ts';
import { describeThrown } from '../../shared/result.ts';
import { drawExpression } from '../common/draw-page.ts';
import { DRAWING_LIMITS } from '../common/drawing-process.ts';
import { NOWHERE } from '../common/nowhere.ts';

/** The switch by which a second process of this program draws one picture and ends; its value is a folder. */
const DRAW_SWITCH = '--draw-picture=';
/** Names within that folder. */
export const DRAWING_FILES = { order: 'order.json', answer: 'answer.json', profile: 'profile' } as const;
/** Written to standard output when it can draw. */
export const READY = 'ready';

/** It ends by itself where nobody ends it: its parent may be gone. */
const LONGEST_LIFE_MS = 2 * (DRAWING_LIMITS.startMs + 2 * DRAWING_LIMITS.drawMs);

const orderSchema = z.object({ path: z.string(), box: pictureBoxSchema });

/** How this program is started to draw what is ordered in `folder`. */
export function drawArgument(folder: string): string {
  return DRAW_SWITCH + folder;
}

/** The folder in which a picture is ordered; null: this process is a player. */
export function drawingFolderOf(argv: readonly string[]): string | null {
  return argv.find((argument) => argument.startsWith(DRAW_SWITCH))?.slice(DRAW_SWITCH.length) ?? null;
}

export interface DrawingProgramDependencies {
  readonly app: Pick<
    App,
    'commandLine' | 'disableHardwareAcceleration' | 'enableSandbox' | 'exit' | 'setPath' | 'whenReady'
  >;
  readonly createWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly folder: string;
  readonly clock: Clock;
  readonly say: (line: string) => void;
}

/** Draws the one picture that is ordered in `folder`, in a window that is never shown, and ends. To be called before ready. */
export function runDrawingProgram({
  app,
  createWindow,
  folder,
  clock,
  say,
}: DrawingProgramDependencies): void {
  const profile = join(folder, DRAWING_FILES.profile);
  app.setPath('userData', folder);
  app.setPath('sessionData', profile);
  app.disableHardwareAcceleration();
  // It has nothing to ask anybody.
  app.commandLine.appendSwitch('proxy-server', NOWHERE);
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  clock.after(LONGEST_LIFE_MS, () => {
    app.exit(1);
  });
  app
    .whenReady()
    .then(async () => {
      const { path, box } = orderSchema.parse(
        JSON.parse(readFileSync(join(folder, DRAWING_FILES.order), 'utf8')),
      );
      const bytes = readFileSync(path);
      const window = createWindow(HIDDEN);
      await window.loadURL('about:blank');
      say(READY);
      const answer: unknown = await window.webContents.executeJavaScript(drawExpression(bytes, box));
      writeFileSync(join(folder, DRAWING_FILES.answer), String(answer), { mode: 0o600 });
      app.exit(0);
    })
    .catch((thrown: unknown) => {
      say(describeThrown(thrown));
      app.exit(1);
    });
}

/** https://www.electronjs.org/docs/latest/api/structures/web-preferences; each default that matters is said aloud. */
const HIDDEN: BrowserWindowConstructorOptions = {
  show: false,
  width: 64,
  height: 64,
  webPreferences: {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    disableDialogs: true,
    spellcheck: false,
    devTools: false,
    backgroundThrottling: false,
  },
};
