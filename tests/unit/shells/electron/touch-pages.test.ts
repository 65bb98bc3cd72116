import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, it, vi } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { lockEveryContents } from '../../../../src/shells/electron/session-policy.ts';
import { createTouchPages, type KnownFrame } from '../../../../src/shells/electron/touch-pages.ts';
import { createFakeContents, preventable } from '../../../support/fakes/electron/fake-window.ts';

const main: KnownFrame = { frameTreeNodeId: 1, parent: null };
const under = (parent: KnownFrame, frameTreeNodeId: number): KnownFrame =>
  ({ frameTreeNodeId, parent }) as unknown as KnownFrame;

function setUp() {
  const app = new EventEmitter() as unknown as App;
  const session = {
    clearStorageData: vi.fn(() => Promise.resolve()),
    clearCache: vi.fn(() => Promise.resolve()),
  };
  const touch = createTouchPages({
    app,
    session: () => session,
    log: createSilentLog(),
  });
  lockEveryContents(app, createSilentLog(), touch.mayLoad);
  const open = () => {
    const contents = createFakeContents(1);
    app.emit('web-contents-created', {}, contents);
    return contents;
  };
  return { session, touch, open };
}

it('keeps a page that may be touched and every frame in it on the hosts of the list, also by a redirect', () => {
  const { touch, open } = setUp();
  touch.port.use(['map.example']);
  const contents = open();
  const [map, board] = [under(main, 7), under(main, 8)];
  const leads = (frame: KnownFrame | null, url: string, kind = 'will-frame-navigate'): boolean => {
    const details = Object.assign(preventable(), { url, isMainFrame: false, frame });
    contents.emit(kind, details);
    return !details.prevented;
  };
  expect(leads(map, 'https://map.example/')).toBe(true);
  expect(leads(map, 'https://map.example/route')).toBe(true);
  for (const frame of [map, under(map, 9), under(under(map, 10), 11)]) {
    expect(leads(frame, 'https://away.example/')).toBe(false);
    expect(leads(frame, 'https://away.example/', 'will-redirect')).toBe(false);
    expect(leads(frame, 'mailto:a@b.c')).toBe(false);
    expect(touch.isTouchable(frame)).toBe(true);
  }
  expect(leads(board, 'https://board.example/')).toBe(true);
  expect(leads(board, 'https://away.example/')).toBe(true);
  expect([touch.isTouchable(board), touch.isTouchable(main)]).toEqual([false, false]);
  expect(leads(null, 'https://map.example/'), 'a frame that is gone').toBe(false);
});

it('asks about nothing while there is no host', () => {
  const { session, touch, open } = setUp();
  touch.port.use([]);
  expect(open().debugger.attached).toBe(false);
  expect(touch.mayLoad(null, 'https://away.example/')).toBe(true);
  expect(session.clearStorageData).not.toHaveBeenCalled();
});

it('guards the windows that are there and those that come, each once, over a session that somebody else may have', async () => {
  const { touch, open } = setUp();
  const before = open();
  before.debugger.attach();
  touch.port.use(['map.example']);
  touch.port.use(['map.example', 'shop.example']);
  const after = open();
  const guards = (of: typeof before): number =>
    of.debugger.commands.filter((name) => name === 'Page.addScriptToEvaluateOnNewDocument').length;
  await vi.waitFor(() => {
    expect([guards(before), guards(after)]).toEqual([1, 1]);
  });
  expect(after.debugger.commands).toContain('Target.setAutoAttach');
});

it('wipes the whole store of the window, at the start and when it is told to, and says when that failed', async () => {
  const { session, touch } = setUp();
  touch.port.use(['map.example']);
  expect(session.clearStorageData).toHaveBeenCalledTimes(1);
  expect(await touch.port.forget()).toMatchObject({ ok: true });
  // By origin it would be the part of the store that no page item has.
  expect(session.clearStorageData.mock.calls).toEqual([[], []]);
  expect(session.clearCache).toHaveBeenCalledTimes(2);
  session.clearStorageData.mockRejectedValueOnce(new Error('busy'));
  expect(await touch.port.forget()).toMatchObject({ ok: false, error: { code: 'browser-refused' } });
});
