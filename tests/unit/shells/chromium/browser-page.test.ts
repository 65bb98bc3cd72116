import { expect, it } from 'vitest';
import { browserPage } from '../../../../src/shells/chromium/browser-page.ts';
import { createDecoderWatch } from '../../../../src/shells/common/decoder-watch.ts';
import type { DebuggingPipe } from '../../../../src/shells/chromium/debugging-pipe.ts';
import { fail, ok, type Result } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const screens = [
  { id: '60', label: 'DP-1', left: 0, top: 0, width: 1920, height: 1080, isPrimary: true },
  { id: '61', label: 'HDMI-1', left: 1920, top: 0, width: 1080, height: 1920, isPrimary: false },
];

/** A browser at the other end of the pipe: answers what Chromium answers, and remembers what it was told. */
async function attach(answers: Readonly<Record<string, Result<unknown>>> = {}) {
  const told: { command: string; parameters: object }[] = [];
  const listeners: ((name: string, parameters: unknown) => void)[] = [];
  const usual: Readonly<Record<string, Result<unknown>>> = {
    'Target.getTargets': ok({ targetInfos: [{ targetId: 'own', type: 'page' }] }),
    'Target.attachToTarget': ok({ sessionId: 'session' }),
    'Emulation.getScreenInfos': ok({ screenInfos: screens }),
    'Browser.getWindowForTarget': ok({
      windowId: 1,
      bounds: { left: 0, top: 0, width: 1900, height: 1060, windowState: 'fullscreen' },
    }),
    'Page.navigate': ok({ frameId: 'f' }),
  };
  const pipe: DebuggingPipe = {
    send: (command, parameters = {}) => {
      told.push({ command, parameters });
      return Promise.resolve(answers[command] ?? usual[command] ?? ok({}));
    },
    onEvent: (listener) => {
      listeners.push(listener);
    },
  };
  const decoders = createDecoderWatch();
  const page = await browserPage(pipe, createFakeClock(), decoders);
  if (!page.ok) throw new Error(page.error.message);
  const toldOf = (command: string): object[] =>
    told.filter((one) => one.command === command).map(({ parameters }) => parameters);
  return {
    page: page.value,
    decoders,
    toldOf,
    tell: (name: string, of: object) => {
      for (const listener of listeners) listener(name, of);
    },
  };
}

it.each([
  ['', { left: 0, top: 0, width: 1921, height: 1081 }],
  ['2', { left: 1920, top: 0, width: 1081, height: 1921 }],
  ['hdmi-1', { left: 1920, top: 0, width: 1081, height: 1921 }],
  ['60', { left: 0, top: 0, width: 1921, height: 1081 }],
  ['unplugged', { left: 0, top: 0, width: 1921, height: 1081 }],
])('fills the display %j', async (wish, bounds) => {
  const { page, toldOf } = await attach();
  await page.fillScreen(wish);
  expect(toldOf('Browser.setWindowBounds')).toEqual([
    { windowId: 1, bounds: { windowState: 'normal' } },
    { windowId: 1, bounds },
  ]);
});

it('leaves a window alone that fills its display already', async () => {
  const bounds = { left: 1920, top: 0, width: 1081, height: 1921 };
  const { page, toldOf } = await attach({ 'Browser.getWindowForTarget': ok({ windowId: 1, bounds }) });
  await page.fillScreen('2');
  expect(toldOf('Browser.setWindowBounds')).toEqual([]);
});

it('fills the whole screen where the browser does not know of displays', async () => {
  const { page, toldOf } = await attach({
    'Emulation.getScreenInfos': fail('browser-refused', 'not found'),
    'Runtime.evaluate': ok({ result: { value: '3840,2160' } }),
  });
  await page.fillScreen('2');
  expect(toldOf('Browser.setWindowBounds').at(-1)).toEqual({
    windowId: 1,
    bounds: { left: 0, top: 0, width: 3841, height: 2161 },
  });
});

it('closes every other window once it is locked down, and no frame', async () => {
  const { page, toldOf, tell } = await attach();
  tell('Target.targetCreated', { targetInfo: { targetId: 'early', type: 'page' } });
  await page.lockDown();
  expect(toldOf('Browser.setDownloadBehavior')).toEqual([{ behavior: 'deny' }]);
  expect(toldOf('Page.addScriptToEvaluateOnNewDocument'), 'for the page, and for its frames').toHaveLength(2);
  tell('Target.targetCreated', { targetInfo: { targetId: 'own', type: 'page' } });
  tell('Target.targetCreated', { targetInfo: { targetId: 'frame', type: 'iframe' } });
  tell('Target.targetCreated', { targetInfo: { targetId: 'popup', type: 'page' } });
  expect(toldOf('Target.closeTarget')).toEqual([{ targetId: 'popup' }]);
});

it('tells of a load that failed, although the command succeeded', async () => {
  const { page } = await attach({ 'Page.navigate': ok({ errorText: 'net::ERR_CONNECTION_REFUSED' }) });
  expect(await page.navigate('http://127.0.0.1:1/')).toMatchObject({
    ok: false,
    error: { message: 'The player could not be loaded: net::ERR_CONNECTION_REFUSED.' },
  });
});

it('tells once why the page is lost, also to who asks late', async () => {
  const { page, tell } = await attach();
  tell('Target.targetCrashed', { targetId: 'other' });
  tell('Target.targetCrashed', { targetId: 'own' });
  tell('Target.targetDestroyed', { targetId: 'own' });
  const heard: string[] = [];
  page.onLost((reason) => heard.push(reason));
  expect(heard).toEqual(['the page crashed']);
});

it('says what the browser draws with, and null where it says nothing of it', async () => {
  const gpu = {
    featureStatus: {
      gpu_compositing: 'enabled',
      rasterization: 'enabled_force',
      video_decode: 'unavailable_off',
    },
    auxAttributes: { glRenderer: 'Mesa Intel' },
  };
  const asked = await attach({ 'SystemInfo.getInfo': ok({ gpu }) });
  expect(await asked.page.graphicsFacts()).toEqual({
    renderer: 'Mesa Intel',
    compositing: 'enabled',
    rasterization: 'enabled_force',
    videoDecoding: 'unavailable_off',
  });
  for (const answer of [ok({}), ok({ gpu: null }), fail('browser-silent', 'Nothing.')])
    expect(await (await attach({ 'SystemInfo.getInfo': answer })).page.graphicsFacts()).toBeNull();
});

it('has the page tell of its videos', async () => {
  const { toldOf, tell, decoders } = await attach();
  expect(toldOf('Media.enable')).toHaveLength(1);
  tell('Media.playerPropertiesChanged', {
    playerId: '1',
    properties: [
      { name: 'kVideoDecoderName', value: 'VaapiVideoDecoder' },
      { name: 'kIsPlatformVideoDecoder', value: 'true' },
    ],
  });
  tell('Media.playerEventsAdded', {
    playerId: '1',
    events: [{ value: '{"event":"kLoad","url":"http://127.0.0.1:1/media/a"}' }],
  });
  expect(decoders.of('/media/a')).toEqual({ name: 'VaapiVideoDecoder', isHardware: true });
});

it('says which displays there are, by label, and by place where a label does not tell them apart', async () => {
  const { page } = await attach();
  const wishes = async (of: Awaited<ReturnType<typeof attach>>['page'], wish: string) =>
    (await of.displays(wish)).map((one) => [one.wish, one.width, one.isPrimary, one.isCurrent]);
  expect(await wishes(page, 'hdmi-1')).toEqual([
    ['DP-1', 1920, true, false],
    ['HDMI-1', 1080, false, true],
  ]);
  const twins = screens.map((screen) => ({ ...screen, label: 'Panel', devicePixelRatio: 2 }));
  const { page: ofTwins } = await attach({ 'Emulation.getScreenInfos': ok({ screenInfos: twins }) });
  expect(await wishes(ofTwins, '')).toEqual([
    ['1', 3840, true, true],
    ['2', 2160, false, false],
  ]);
  const { page: old } = await attach({ 'Emulation.getScreenInfos': fail('browser-refused', 'not found') });
  expect(await old.displays('')).toEqual([]);
});
