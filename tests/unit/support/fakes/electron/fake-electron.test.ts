import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { createFakeElectron } from '../../../../support/fakes/electron/fake-electron.ts';
import { OrderRuleBroken } from '../../../../support/fakes/electron/order-rule.ts';

const make = () => createFakeElectron({ userData: tmpdir() });
const scheme = [{ scheme: 'app', privileges: { standard: true } }];

test('what belongs before ready fails after it', () => {
  const { electron, app } = make();
  app.becomeReady();
  expect(() => {
    electron.app.enableSandbox();
  }).toThrow(OrderRuleBroken);
  expect(() => {
    electron.protocol.registerSchemesAsPrivileged(scheme);
  }).toThrow(OrderRuleBroken);
  expect(() => {
    electron.app.setPath('sessionData', tmpdir());
  }).toThrow(OrderRuleBroken);
});

test('what belongs after ready fails before it', () => {
  const { electron } = make();
  electron.app.enableSandbox();
  expect(() => new electron.BrowserWindow({})).toThrow(OrderRuleBroken);
  expect(() => {
    electron.protocol.handle('app', () => new Response());
  }).toThrow(OrderRuleBroken);
  expect(() => electron.session.defaultSession).toThrow(OrderRuleBroken);
  expect(() => electron.screen.getAllDisplays()).toThrow(OrderRuleBroken);
  expect(() => electron.powerSaveBlocker.start('prevent-display-sleep')).toThrow(OrderRuleBroken);
  expect(() => electron.app.getLocale()).toThrow(OrderRuleBroken);
});

test('secrets before ready: none is available, and nothing throws', async () => {
  const { electron } = make();
  expect(await electron.safeStorage.isAsyncEncryptionAvailable()).toBe(false);
  await expect(electron.safeStorage.encryptStringAsync('secret')).rejects.toThrow('before app is ready');
});

test('the sandbox is not enabled against --no-sandbox', () => {
  const { electron } = createFakeElectron({ userData: tmpdir(), switches: ['no-sandbox'] });
  expect(() => {
    electron.app.enableSandbox();
  }).toThrow(OrderRuleBroken);
});

test('schemes are registered only once', () => {
  const { electron } = make();
  electron.protocol.registerSchemesAsPrivileged(scheme);
  expect(() => {
    electron.protocol.registerSchemesAsPrivileged(scheme);
  }).toThrow(OrderRuleBroken);
});

test('a page is loaded only once its origin and its bridge are served', async () => {
  const { electron, app } = make();
  electron.app.enableSandbox();
  electron.protocol.registerSchemesAsPrivileged(scheme);
  app.becomeReady();
  const window = new electron.BrowserWindow({ show: false });
  await expect(window.loadURL('app://player/')).rejects.toThrow(OrderRuleBroken);
  electron.protocol.handle('app', () => new Response('page'));
  await expect(window.loadURL('app://player/')).rejects.toThrow('bridge');
  electron.ipcMain.handle('player:request', () => null);
  await window.loadURL('app://player/');
});

test('a window without the sandbox enabled fails', () => {
  const { electron, app } = make();
  app.becomeReady();
  expect(() => new electron.BrowserWindow({})).toThrow('sandbox');
});
