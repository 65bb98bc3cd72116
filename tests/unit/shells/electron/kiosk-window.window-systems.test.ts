import type { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import {
  preferPlaceableWindows,
  windowSystemOf,
  type WindowSystem,
} from '../../../../src/shells/electron/display-placement.ts';
import { createKioskWindow } from '../../../../src/shells/electron/kiosk-window.ts';
import { createFakeElectron, firstDisplay } from '../../../support/fakes/electron/fake-electron.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

/** What differs between the systems that show the window; the rest of it is tested in kiosk-window.test.ts. */

const second = { id: 12, label: 'Second', bounds: { x: 1920, y: 0, width: 1080, height: 1920 } };

async function showOn(windowSystem: WindowSystem) {
  const fake = createFakeElectron({ userData: tmpdir(), windowSystem });
  const { app, protocol, ipcMain, screen, powerMonitor, BrowserWindow } = fake.electron;
  app.enableSandbox();
  fake.app.becomeReady();
  protocol.handle('app', () => new Response('page'));
  ipcMain.handle('player:request', () => null);
  const clock = createFakeClock();
  const kiosk = createKioskWindow({
    app,
    screen,
    powerMonitor,
    createWindow: (options) => new BrowserWindow(options),
    preload: '/preload.cjs',
    windowed: false,
    windowSystem,
    devTools: false,
    slowness: () => 1,
    placement: () => ({ display: 'Second', resolution: '' }),
    clock,
    log: createSilentLog(),
    onTrouble: () => undefined,
    onSessionEnd: () => undefined,
    onClosed: () => undefined,
  });
  onTestFinished(() => {
    kiosk.stop();
  });
  await kiosk.show();
  const window = fake.windows[0];
  if (window === undefined) throw new Error('no window was made');
  /** The second display is plugged in, and the window had its time to follow. */
  const plugIn = async (): Promise<void> => {
    fake.screen.displays.push(second);
    (fake.screen as EventEmitter).emit('display-added', {}, second);
    await clock.advance(500);
    await turn();
    await turn();
  };
  return { fake, window, plugIn, clock, kiosk };
}

test.each(['x11', 'wayland'] as const)(
  'on %s the kiosk window is seen at once, and is black',
  async (system) => {
    const { window } = await showOn(system);
    expect(window.options.show).toBe(false);
    expect(window.visible).toBe(true);
    expect(window.options.backgroundColor).toBe('#000000');
  },
);

test.each(['x11', 'windows', 'macos'] as const)(
  'on %s it follows its display, in kiosk mode',
  async (system) => {
    const { window, plugIn } = await showOn(system);
    expect(window.bounds).toEqual(firstDisplay.bounds);
    await plugIn();
    expect(window.bounds).toEqual(second.bounds);
    expect(window.kiosk).toBe(true);
  },
);

test('on Wayland, where no window places itself, it never leaves kiosk mode to try', async () => {
  const { window, plugIn } = await showOn('wayland');
  await plugIn();
  expect(window.boundsAsked).toEqual([]);
  expect(window.kioskLeft).toBe(0);
  expect(window.kiosk).toBe(true);
});

test('a macOS that never says that fullscreen was left keeps no window out of kiosk mode', async () => {
  const { window, plugIn, clock } = await showOn('macos');
  window.isMute = true;
  await plugIn();
  expect(window.kiosk).toBe(false);
  await clock.advance(3_000);
  expect(window.kiosk).toBe(true);
  expect(window.bounds).toEqual(second.bounds);
});

test('a machine that wakes with other displays has its window where it belongs', async () => {
  const { fake, window, clock } = await showOn('x11');
  fake.screen.displays.push(second);
  fake.powerMonitor.emit('resume');
  await clock.advance(500);
  expect(window.bounds).toEqual(second.bounds);
});

test.each([
  ['windows', 'screen-saver'],
  ['x11', null],
  ['macos', null],
] as const)('on %s the window stands above the others on the level %s', async (system, level) => {
  expect((await showOn(system)).window.topLevel).toBe(level);
});

const wayland = { XDG_SESSION_TYPE: 'wayland' };
test.each([
  [{ ...wayland, DISPLAY: ':0' }, '', '2', 'x11'],
  [{ ...wayland, DISPLAY: ':0' }, '', '', 'nothing'],
  [{ ...wayland, DISPLAY: ':0' }, 'wayland', '2', 'said'],
  [wayland, '', '2', 'said'],
  [{ XDG_SESSION_TYPE: 'x11', DISPLAY: ':0' }, '', '2', 'nothing'],
] as const)('with %o, --ozone-platform=%s and --display=%s: %s', (environment, named, display, outcome) => {
  const did: string[] = [];
  preferPlaceableWindows(
    {
      getSwitchValue: () => named,
      appendSwitch: (name, value) => did.push(`${name}=${value ?? ''}`),
    },
    { platform: 'linux', environment, display, log: { ...createSilentLog(), warn: () => did.push('said') } },
  );
  expect(did).toEqual({ x11: ['ozone-platform=x11'], said: ['said'], nothing: [] }[outcome]);
});

test('each page is told of the pointer while it is new, or X would show it over the picture for good', async () => {
  const { window, clock, kiosk } = await showOn('x11');
  const { webContents } = window;
  await clock.advance(60_000);
  const told = webContents.inputs.length;
  expect(told).toBeGreaterThan(3);
  expect(new Set(webContents.inputs)).toEqual(new Set(['mouseMove']));
  await clock.advance(60_000);
  expect(webContents.inputs, 'and later left alone').toHaveLength(told);
  webContents.crash('crashed');
  await kiosk.reload('the page is gone');
  await clock.advance(60_000);
  expect(webContents.loads).toHaveLength(2);
  expect(webContents.inputs, 'the next one is told, too').toHaveLength(2 * told);
});

test.each([
  ['win32', {}, '', 'windows'],
  ['darwin', {}, '', 'macos'],
  ['linux', {}, '', 'x11'],
  ['linux', { XDG_SESSION_TYPE: 'wayland' }, '', 'wayland'],
  ['linux', { XDG_SESSION_TYPE: 'wayland' }, 'x11', 'x11'],
  ['linux', { XDG_SESSION_TYPE: 'x11' }, 'wayland', 'wayland'],
  ['linux', { XDG_SESSION_TYPE: 'wayland' }, 'auto', 'wayland'],
] as const)('%s with %o and --ozone-platform=%s is %s', (platform, environment, ozone, system) => {
  expect(windowSystemOf(platform, environment, ozone)).toBe(system);
});
