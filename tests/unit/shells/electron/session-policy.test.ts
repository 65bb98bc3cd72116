import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import type { App, Session } from 'electron';
import {
  enableSandbox,
  lockEveryContents,
  lockSession,
  mayNavigate,
} from '../../../../src/shells/electron/session-policy.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createFakeElectron } from '../../../support/fakes/electron/fake-electron.ts';
import { createFakeSession } from '../../../support/fakes/electron/fake-session.ts';
import { createFakeContents, preventable } from '../../../support/fakes/electron/fake-window.ts';

test('a session grants the local network to the own window, and nothing else to anybody', async () => {
  const session = createFakeSession();
  expect(await session.requestPermission('media')).toBe(true);
  const own = createFakeContents(1);
  lockSession(session as unknown as Session, (contents) => (contents as unknown) === own);
  for (const permission of ['local-network', 'local-network-access']) {
    expect(await session.requestPermission(permission, own)).toBe(true);
    expect(session.checkPermission(permission, own)).toBe(true);
    expect(await session.requestPermission(permission, createFakeContents(2))).toBe(false);
    expect(session.checkPermission(permission)).toBe(false);
  }
  expect(await session.requestPermission('loopback-network', own)).toBe(false);
  for (const permission of ['media', 'geolocation', 'openExternal', 'fullscreen', 'notifications']) {
    expect(await session.requestPermission(permission, own)).toBe(false);
    expect(session.checkPermission(permission, own)).toBe(false);
  }
  expect(session.requestDevice()).toBe(false);
  expect(await session.requestScreen()).toBeNull();
  expect(session.spellChecker).toBe(false);
  const download = preventable();
  session.emit('will-download', download);
  expect(download.prevented).toBe(true);
});

test('no contents may leave, open windows, hold webviews or show a certificate of its own', () => {
  const app = new EventEmitter();
  lockEveryContents(app as unknown as App, createSilentLog());
  const contents = createFakeContents(1);
  app.emit('web-contents-created', {}, contents);
  expect(contents.openWindow('https://example.com')).toBe('deny');
  expect(contents.navigate('https://example.com', true)).toBe(false);
  expect(contents.navigate('file:///etc/passwd', true)).toBe(false);
  expect(contents.navigate('app://player/', true)).toBe(true);
  expect(contents.navigate('https://example.com', false)).toBe(true);
  const webview = preventable();
  contents.emit('will-attach-webview', webview, {}, {});
  expect(webview.prevented).toBe(true);
  const redirect = Object.assign(preventable(), { url: 'file:///etc/passwd', isMainFrame: false });
  contents.emit('will-redirect', redirect);
  expect(redirect.prevented).toBe(true);
  const choice = preventable();
  const chosen: unknown[] = [];
  app.emit('select-client-certificate', choice, contents, 'https://a', [{}], (given?: unknown) => {
    chosen.push(given);
  });
  expect(choice.prevented).toBe(true);
  expect(chosen).toEqual([undefined]);
});

test.each([
  ['app://player/', true, true],
  ['app://player/media/abc', true, false],
  ['app://player/', false, false],
  ['https://example.com/', false, true],
  ['HTTP://example.com/', false, true],
  ['about:blank', false, true],
  ['data:text/html,hi', false, false],
  ['javascript:alert(1)', false, false],
  ['mailto:a@b', false, false],
])('navigation to %s (main frame: %s): %s', (url, isMainFrame, allowed) => {
  expect(mayNavigate(url, isMainFrame)).toBe(allowed);
});

test('the sandbox is on unless Electron was started without it, whoever runs it', () => {
  const usual = createFakeElectron({ userData: tmpdir() });
  expect(enableSandbox(usual.electron.app, createSilentLog())).toBe(true);
  expect(usual.app.sandboxed).toBe(true);
  // Playwright and packages say so for ordinary users, too; taking it back is fatal (the fake throws).
  const without = createFakeElectron({ userData: tmpdir(), switches: ['no-sandbox'] });
  expect(enableSandbox(without.electron.app, createSilentLog())).toBe(false);
  expect(without.app.sandboxed).toBe(false);
});
