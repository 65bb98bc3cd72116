import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import {
  drawArgument,
  DRAWING_FILES,
  drawingFolderOf,
  runDrawingProgram,
  type DrawingProgramDependencies,
} from '../../../../src/shells/electron/drawing-program.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function setUp(answer: () => Promise<unknown>, switches: readonly string[] = []) {
  const folder = temporaryFolder();
  const picture = join(folder, 'picture');
  writeFileSync(picture, '<svg/>');
  const order = { path: picture, box: { width: 640, height: 360, fit: 'contain' } };
  writeFileSync(join(folder, DRAWING_FILES.order), JSON.stringify(order));
  const clock = createFakeClock();
  const said: string[] = [];
  const exits: number[] = [];
  const paths: Record<string, string> = {};
  const windows: BrowserWindowConstructorOptions[] = [];
  const asked: string[] = [];
  const ended = Promise.withResolvers<number>();
  let isSandboxed = false;
  let isAccelerated = true;
  const app = {
    commandLine: { appendSwitch: () => undefined, hasSwitch: (name: string) => switches.includes(name) },
    disableHardwareAcceleration: () => {
      isAccelerated = false;
    },
    enableSandbox: () => {
      isSandboxed = true;
    },
    exit: (code: number) => {
      exits.push(code);
      ended.resolve(code);
    },
    setPath: (name: string, path: string) => {
      paths[name] = path;
    },
    whenReady: () => Promise.resolve(),
  } as unknown as DrawingProgramDependencies['app'];
  runDrawingProgram({
    app,
    folder,
    clock,
    say: (line) => said.push(line),
    createWindow: (options) => {
      windows.push(options);
      const webContents = {
        executeJavaScript: (code: string) => {
          asked.push(code);
          return answer();
        },
      };
      return { loadURL: () => Promise.resolve(), webContents } as unknown as BrowserWindow;
    },
  });
  const found = () => ({ said, exits, paths, windows, asked, isSandboxed, isAccelerated });
  return { folder, clock, ended: ended.promise, found };
}

test('one picture is drawn in a hidden window without the graphics driver, and the process ends', async () => {
  const { folder, clock, ended, found } = setUp(() => Promise.resolve('{"kind":"moves"}'));
  expect(await ended).toBe(0);
  const { said, paths, windows, asked, isSandboxed, isAccelerated } = found();
  expect(readFileSync(join(folder, DRAWING_FILES.answer), 'utf8')).toBe('{"kind":"moves"}');
  expect({ said, isSandboxed, isAccelerated }).toEqual({
    said: ['ready'],
    isSandboxed: true,
    isAccelerated: false,
  });
  expect(paths).toEqual({ userData: folder, sessionData: join(folder, DRAWING_FILES.profile) });
  expect(windows).toMatchObject([
    { show: false, webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false } },
  ]);
  expect(asked[0]).toContain(Buffer.from('<svg/>').toString('base64'));
  await clock.advance(300_000);
});

test('a page that is lost, or never answers, leaves no answer and no process', async () => {
  const lost = setUp(() => Promise.reject(new Error('the page crashed')));
  expect(await lost.ended).toBe(1);
  expect(lost.found().said).toEqual(['ready', 'the page crashed']);
  expect(existsSync(join(lost.folder, DRAWING_FILES.answer))).toBe(false);
  await lost.clock.advance(300_000);

  const silent = setUp(() => new Promise(() => undefined), ['no-sandbox']);
  await expect.poll(() => silent.found().said).toEqual(['ready']);
  await silent.clock.advance(300_000);
  expect(silent.found()).toMatchObject({ exits: [1], isSandboxed: false });
});

test('only a process that is told to draws', () => {
  expect(drawingFolderOf(['digiplayer', '--windowed'])).toBeNull();
  expect(drawingFolderOf(['digiplayer', '.', drawArgument('/data/drawing')])).toBe('/data/drawing');
});
