import { expect, test } from 'vitest';
import type { IpcMain, WebContents } from 'electron';
import { createIpcTransport } from '../../../../src/shells/electron/ipc.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { EVENT_CHANNEL, REQUEST_CHANNEL } from '../../../../src/shared/ipc-channels.ts';
import { createFakeIpc } from '../../../support/fakes/electron/fake-ipc.ts';
import { createFakeContents } from '../../../support/fakes/electron/fake-window.ts';

function setUp() {
  const ipc = createFakeIpc();
  const contents = createFakeContents(1);
  contents.mainFrame.origin = 'app://player';
  let known: typeof contents | null = contents;
  const transport = createIpcTransport({
    ipcMain: ipc.ipcMain as unknown as IpcMain,
    contents: () => known as unknown as WebContents | null,
    log: createSilentLog(),
  });
  const asked: unknown[] = [];
  transport.serve((name, input) => {
    asked.push([name, input]);
    return Promise.resolve({ ok: true, value: null });
  });
  const ask = (sender = contents, frame?: Parameters<typeof ipc.invoke>[3]): Promise<unknown> =>
    ipc.invoke(sender, REQUEST_CHANNEL, ['hello', { a: 1 }], frame);
  const forget = (): void => {
    known = null;
  };
  return { contents, transport, asked, ask, forget };
}

const refused = { ok: false, error: { code: 'forbidden' } };

test('hands a request of the main frame to the handler as it came', async () => {
  const { ask, asked } = setUp();
  expect(await ask()).toEqual({ ok: true, value: null });
  expect(asked).toEqual([['hello', { a: 1 }]]);
});

test('refuses a frame that is gone, a frame in the page, another origin and another window', async () => {
  const { ask, asked, contents, forget } = setUp();
  const { mainFrame } = contents;
  expect(await ask(contents, null)).toMatchObject(refused);
  const inner = { parent: mainFrame, frameToken: 'inner', origin: 'app://player' };
  expect(await ask(contents, inner)).toMatchObject(refused);
  const twin = { parent: null, frameToken: 'twin', origin: 'app://player' };
  expect(await ask(contents, twin)).toMatchObject(refused);
  for (const origin of ['https://example.com', 'null', 'app://player.example', 'file://']) {
    mainFrame.origin = origin;
    expect(await ask()).toMatchObject(refused);
  }
  mainFrame.origin = 'app://player';
  const stranger = createFakeContents(2);
  stranger.mainFrame.origin = 'app://player';
  expect(await ask(stranger)).toMatchObject(refused);
  forget();
  expect(await ask()).toMatchObject(refused);
  expect(asked).toEqual([]);
});

test('sends events on their one channel, and drops them when nobody is there', () => {
  const { transport, contents, forget } = setUp();
  transport.send('snapshot', { state: 'playing' });
  expect(contents.sent).toEqual([[EVENT_CHANNEL, 'snapshot', { state: 'playing' }]]);
  contents.crash('crashed');
  transport.send('snapshot', {});
  forget();
  transport.send('snapshot', {});
  expect(contents.sent).toHaveLength(1);
});

test('a second handler takes the place of the first', async () => {
  const { transport, ask } = setUp();
  transport.serve(() => Promise.resolve('second'));
  expect(await ask()).toBe('second');
});
