import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { watchGraphics } from '../../../../src/shells/electron/graphics-facts.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { createFakeElectron } from '../../../support/fakes/electron/fake-electron.ts';
import { createFakeContents } from '../../../support/fakes/electron/fake-window.ts';

function setUp() {
  const { electron, app } = createFakeElectron({ userData: tmpdir() });
  const clock = createFakeClock();
  const graphics = watchGraphics({ app: electron.app, clock, log: createSilentLog() });
  return { app, clock, graphics };
}

const CHROMIUMS_WORDS = {
  compositing: 'enabled',
  rasterization: 'enabled',
  videoDecoding: 'disabled_software',
};

test('says what Electron draws with', async () => {
  expect(await setUp().graphics.graphicsFacts()).toEqual({ renderer: 'Mesa Intel', ...CHROMIUMS_WORDS });
});

test('waits two seconds for the name of the driver, and does without where there is none', async () => {
  const { app, clock, graphics } = setUp();
  app.graphicsInfo = new Promise(() => undefined);
  const asked = graphics.graphicsFacts();
  await clock.advance(2_000);
  expect(await asked).toEqual({ renderer: null, ...CHROMIUMS_WORDS });
  app.graphicsInfo = Promise.reject(new Error('GPU access not allowed. Reason: no GPU'));
  expect(await graphics.graphicsFacts()).toEqual({ renderer: null, ...CHROMIUMS_WORDS });
});

test('hears of the videos of the window, also after its page had a new process', async () => {
  const { app, graphics } = setUp();
  const contents = createFakeContents(1);
  app.emit('web-contents-created', {}, contents);
  contents.emit('did-finish-load');
  contents.crash('crashed');
  contents.emit('did-finish-load');
  // Attached once: a second time throws.
  await expect.poll(() => contents.debugger.commands).toEqual(['Media.enable', 'Media.enable']);
  const properties = [
    { name: 'kVideoDecoderName', value: 'VaapiVideoDecoder' },
    { name: 'kIsPlatformVideoDecoder', value: 'true' },
  ];
  contents.debugger.emit('message', {}, 'Media.playerPropertiesChanged', { playerId: '1', properties });
  const events = [{ value: '{"event":"kLoad","url":"app://player/media/a"}' }];
  contents.debugger.emit('message', {}, 'Media.playerEventsAdded', { playerId: '1', events });
  expect(graphics.videoDecoders.of('/media/a')).toEqual({ name: 'VaapiVideoDecoder', isHardware: true });
});

test('goes on where the protocol cannot be had', async () => {
  const { app, graphics } = setUp();
  const contents = createFakeContents(1);
  app.emit('web-contents-created', {}, contents);
  contents.debugger.attached = true;
  contents.debugger.sendCommand = () => Promise.reject(new Error('target closed while handling command'));
  contents.emit('did-finish-load');
  await new Promise(setImmediate);
  expect(graphics.videoDecoders.of('/media/a')).toBeNull();
});
