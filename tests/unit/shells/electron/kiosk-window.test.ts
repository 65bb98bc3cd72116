import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createKioskWindow } from '../../../../src/shells/electron/kiosk-window.ts';
import { createAppOrigin, privilegedSchemes } from '../../../../src/shells/electron/app-origin.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createFakeElectron, firstDisplay } from '../../../support/fakes/electron/fake-electron.ts';
import type { FakeWindow } from '../../../support/fakes/electron/fake-window.types.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
});

/** A window whose player orders the page back at each loss, unless told otherwise. */
function setUp({ windowed = false, display = '', obeyed = true } = {}) {
  const fake = createFakeElectron({ userData: folder, windowSystem: 'windows' });
  const { app, protocol, ipcMain, screen, powerMonitor, BrowserWindow } = fake.electron;
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged(privilegedSchemes);
  fake.app.becomeReady();
  const origin = createAppOrigin({ rendererFolder: folder, log: createSilentLog() });
  protocol.handle('app', (request) => origin.answer(request));
  ipcMain.handle('player:request', () => null);
  const clock = createFakeClock();
  const events: string[] = [];
  const troubles: string[] = [];
  const kiosk = createKioskWindow({
    app,
    screen,
    powerMonitor,
    createWindow: (options) => new BrowserWindow(options),
    preload: '/preload.cjs',
    windowSystem: 'windows',
    windowed,
    devTools: false,
    slowness: () => 1,
    placement: () => ({ display, resolution: '800x600' }),
    clock,
    log: createSilentLog(),
    onTrouble: ({ reason, lost }) => {
      troubles.push(lost === 'graphics' ? `graphics: ${reason}` : reason);
      if (lost === 'page' && obeyed) void kiosk.reload(reason);
    },
    onSessionEnd: () => events.push('session end'),
    onClosed: () => events.push('closed'),
  });
  onTestFinished(() => {
    kiosk.stop();
  });
  const shown = async (): Promise<FakeWindow> => {
    await kiosk.show();
    const window = fake.windows.at(-1);
    if (window === undefined) throw new Error('no window was made');
    return window;
  };
  return { fake, clock, events, kiosk, shown, troubles };
}

/** Waits for the page's load, which reads a file. */
const painted = (window: FakeWindow): Promise<void> =>
  new Promise((resolve) => {
    window.webContents.once('did-finish-load', resolve);
  });

test('is black, hidden until painted, on its display, sandboxed and isolated', async () => {
  const { shown } = setUp();
  const window = await shown();
  expect(window.visible).toBe(false);
  expect(window.options).toMatchObject({ ...firstDisplay.bounds, backgroundColor: '#000000', kiosk: true });
  expect(window.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    devTools: false,
    navigateOnDragDrop: false,
  });
  await painted(window);
  expect(window.visible).toBe(true);
  expect(window.webContents.loads).toEqual(['app://player/']);
});

test('sets none of the preferences that weaken a page', async () => {
  const { shown } = setUp();
  const preferences = Object.keys((await shown()).options.webPreferences ?? {});
  for (const weakening of ['allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures']) {
    expect(preferences).not.toContain(weakening);
  }
});

test('covers the desktop after two seconds even when nothing was painted', async () => {
  rmSync(join(folder, 'index.html'));
  const { shown, clock } = setUp({ obeyed: false });
  const window = await shown();
  await clock.advance(1_900);
  expect(window.visible).toBe(false);
  await clock.advance(100);
  expect(window.visible).toBe(true);
});

test('brings a crashed page back at once', async () => {
  const { shown, clock, kiosk } = setUp();
  const window = await shown();
  await painted(window);
  window.webContents.crash('oom');
  expect(await kiosk.isAlive()).toBe(false);
  expect(await kiosk.capture()).toBeNull();
  await clock.advance(0);
  expect(window.webContents.loads).toHaveLength(2);
  expect(await kiosk.isAlive()).toBe(true);
});

test('tells a loss once, however often it fails, and loads nothing by itself', async () => {
  const { shown, clock, kiosk, troubles } = setUp({ obeyed: false });
  const window = await shown();
  await painted(window);
  window.webContents.crash('oom');
  window.webContents.emit('did-fail-load', {}, -105, 'NAME_NOT_RESOLVED', 'app://player/', true);
  await clock.advance(60_000);
  expect(troubles).toEqual(['render process: oom']);
  expect(window.webContents.loads).toHaveLength(1);
  await kiosk.reload('oom');
  await clock.advance(0);
  expect(window.webContents.loads).toHaveLength(2);
  window.webContents.crash('oom');
  expect(troubles).toHaveLength(2);
});

test('tells each load that fails', async () => {
  rmSync(join(folder, 'index.html'));
  const { shown, clock, kiosk, troubles } = setUp({ obeyed: false });
  await shown();
  await vi.waitFor(() => {
    expect(troubles).toHaveLength(1);
  });
  await kiosk.reload('load');
  await clock.advance(0);
  await vi.waitFor(() => {
    expect(troubles).toHaveLength(2);
  });
  expect(troubles[0]).toContain('load: ');
});

test('ends a hung page within two seconds, but not one that comes to itself', async () => {
  const { shown, clock, kiosk, troubles } = setUp();
  const window = await shown();
  await painted(window);
  await clock.advance(60_000);
  window.webContents.setHung(true);
  await clock.advance(900);
  window.webContents.setHung(false);
  await clock.advance(60_000);
  expect(window.webContents.loads).toHaveLength(1);
  window.webContents.setHung(true);
  await clock.advance(2_500);
  expect(window.webContents.loads).toHaveLength(2);
  expect(troubles).toEqual(['render process: killed']);
  expect(await kiosk.isAlive()).toBe(true);
});

test('reload ends the process of a page that may be hung', async () => {
  const { shown, clock, kiosk, troubles } = setUp();
  const window = await shown();
  await painted(window);
  const gone: string[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }: { reason: string }) => gone.push(reason));
  await kiosk.reload('silent for 20 s');
  await clock.advance(0);
  expect(gone).toEqual(['killed']);
  expect(window.webContents.loads).toHaveLength(2);
  expect(troubles, 'it was asked for').toEqual([]);
  window.webContents.crash('oom');
  expect(troubles).toEqual(['render process: oom']);
});

test('reload of a crashed page does not wait for its turn', async () => {
  const { shown, clock, kiosk } = setUp();
  const window = await shown();
  await painted(window);
  window.webContents.crash('crashed');
  await clock.advance(0);
  window.webContents.crash('crashed');
  expect(window.webContents.loads).toHaveLength(2);
  await kiosk.reload('silent');
  await clock.advance(0);
  expect(window.webContents.loads).toHaveLength(3);
});

test('a kiosk window does not close, and is made anew when something closes it all the same', async () => {
  const { shown, clock, fake, kiosk } = setUp();
  const window = await shown();
  window.close();
  expect(window.destroyed).toBe(false);
  window.removeAllListeners('close');
  window.close();
  expect(kiosk.contents()).toBeNull();
  await clock.advance(0);
  expect(fake.windows).toHaveLength(2);
  expect(kiosk.contents()).not.toBeNull();
});

test('lets go of everything when stopped', async () => {
  const { shown, clock, fake, kiosk, events } = setUp();
  const window = await shown();
  await painted(window);
  kiosk.stop();
  window.close();
  await clock.advance(60_000);
  expect(window.destroyed).toBe(true);
  expect(fake.windows).toHaveLength(1);
  expect(events).toEqual([]);
  expect(clock.pendingTimers()).toBe(0);
});

test('a windowed window leaves the keys alone, and its closing ends the player', async () => {
  const { shown, events } = setUp({ windowed: true });
  const window = await shown();
  expect(window.options).toMatchObject({ kiosk: false, frame: true, width: 800, height: 600 });
  expect(window.webContents.press({ key: 'F5' })).toBe(true);
  window.close();
  expect(events).toEqual(['closed']);
});

test('swallows the keys that leave, and lets the overlay’s shortcut through', async () => {
  const { shown } = setUp();
  const { webContents } = await shown();
  expect(webContents.press({ key: 'F4', alt: true })).toBe(false);
  expect(webContents.press({ key: 's', control: true, alt: true })).toBe(true);
});

test('follows its display when displays come, go or change', async () => {
  const { shown, clock, fake } = setUp({ display: 'Second' });
  const window = await shown();
  expect(window.bounds).toEqual(firstDisplay.bounds);
  const second = { id: 12, label: 'Second', bounds: { x: 1920, y: 0, width: 1080, height: 1920 } };
  fake.screen.displays.push(second);
  fake.screen.emit('display-added', {}, second);
  fake.screen.emit('display-metrics-changed', {}, second, ['bounds']);
  await clock.advance(500);
  expect(window.bounds).toEqual(second.bounds);
  expect(window.kiosk).toBe(true);
  fake.screen.displays.pop();
  fake.screen.emit('display-removed', {}, second);
  await clock.advance(500);
  expect(window.bounds).toEqual(firstDisplay.bounds);
});

test('says which displays there are, and moves at once to the one that is chosen, and back', async () => {
  const { kiosk, shown, clock, fake } = setUp();
  const window = await shown();
  const second = {
    id: 12,
    label: 'Second',
    bounds: { x: 1920, y: 0, width: 1080, height: 1920 },
    scaleFactor: 2,
  };
  fake.screen.displays.push(second);
  const report = await kiosk.displays?.();
  expect(report?.applies).toBe('now');
  expect(report?.displays.map(({ wish, width, isCurrent }) => [wish, width, isCurrent])).toEqual([
    [firstDisplay.label, 1920, true],
    ['Second', 2160, false],
  ]);
  kiosk.useDisplay?.('Second');
  await clock.advance(0);
  expect(window.bounds).toEqual(second.bounds);
  expect(window.kiosk).toBe(true);
  expect((await kiosk.displays?.())?.displays[1]?.isCurrent).toBe(true);
  kiosk.useDisplay?.('');
  await clock.advance(0);
  expect(window.bounds).toEqual(firstDisplay.bounds);
});

test('each loss of the graphics process is told; other helpers are only noted', async () => {
  const { shown, fake, troubles } = setUp();
  await shown();
  fake.app.emit('child-process-gone', {}, { type: 'Utility', reason: 'crashed' });
  fake.app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed' });
  expect(troubles).toEqual(['graphics: crashed']);
});

test('a second start brings the window to the front', async () => {
  const { shown, fake } = setUp();
  const window = await shown();
  let focused = 0;
  window.on('focus', () => (focused += 1));
  await shown();
  expect(fake.windows).toHaveLength(1);
  expect(focused).toBe(1);
});
