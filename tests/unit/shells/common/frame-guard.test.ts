import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { frameGuard, guardFrames } from '../../../../src/shells/common/frame-guard.ts';
import { ok } from '../../../../src/shared/result.ts';

type Listener = (event: object) => void;

const tokens = { up: 'the token', down: 'another way' };

/** Runs the guard as a frame does; `isTop`: as the player's page does. */
function run(isTop: boolean) {
  const listeners = new Map<string, Listener[]>();
  const posted: unknown[] = [];
  /** What was pressed in the player's page, and where, and that its window took the focus. */
  const dispatched: unknown[] = [];
  const element = (tagName: string) => ({
    tagName,
    dispatchEvent: (of: object) => dispatched.push({ ...of, in: tagName }),
  });
  const clock = { nowMs: 100_000 };
  const stopsNavigating: Listener[] = [];
  const top = { postMessage: (message: unknown) => posted.push(message) };
  const event = function event(kind: string, init: object) {
    return { kind, ...init };
  };
  const frame = {
    contentWindow: {} as object,
    told: [] as object[],
    dispatchEvent: (of: object) => frame.told.push(of),
  };
  const world: Record<string, unknown> = {
    top,
    parent: top,
    screenX: 100,
    screenY: 0,
    focus: () => dispatched.push('focus'),
    addEventListener: (kind: string, listener: Listener) => {
      listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
    },
    KeyboardEvent: event,
    PointerEvent: event,
    CSSStyleSheet: function CSSStyleSheet() {
      return { replaceSync: () => undefined };
    },
    performance: { now: () => clock.nowMs },
    navigation: { addEventListener: (_kind: string, listener: Listener) => stopsNavigating.push(listener) },
    location: { protocol: 'https:' },
    document: {
      adoptedStyleSheets: [],
      querySelectorAll: () => [frame],
      body: element('BODY'),
      activeElement: element('IFRAME'),
    },
    setTimeout: () => undefined,
  };
  // The global object of the context is its window: `top` itself where it is the top.
  world['window'] = isTop ? Object.assign(top, { top }) : { top };
  frame.contentWindow = { parent: world['window'] };
  runInNewContext(frameGuard(tokens), world);
  const fire = (kind: string, of: object = {}): string[] => {
    const done: string[] = [];
    const fired = {
      isTrusted: true,
      stopImmediatePropagation: () => done.push('stopped'),
      preventDefault: () => done.push('prevented'),
      ...of,
    };
    for (const listener of kind === 'navigate' ? stopsNavigating : (listeners.get(kind) ?? []))
      listener(fired);
    return done;
  };
  const press = (of: object = {}): string[] => fire('pointerdown', { screenX: 140, screenY: 20, ...of });
  const focusOn = (tagName: string): void => {
    Object.assign(world['document'] as object, { activeElement: element(tagName) });
  };
  return { fire, press, posted, dispatched, clock, frame, focusOn };
}

const chord = { ctrlKey: true, altKey: true, code: 'KeyS' };
const escape = { key: 'Escape', code: 'Escape', ctrlKey: false, altKey: false };

it('lets no key through to a page, and tells the player of what may be its chord, and of Escape, alone', () => {
  const { fire, posted } = run(false);
  for (const kind of ['keydown', 'keypress', 'keyup', 'beforeinput', 'paste'])
    expect(fire(kind, { code: 'Digit4' }), kind).toEqual(['stopped', 'prevented']);
  expect(posted).toEqual([]);
  fire('keydown', { ...chord, isTrusted: false });
  fire('keyup', chord);
  expect(posted, 'what a page makes up, and the release').toEqual([]);
  fire('keydown', chord);
  fire('keydown', { ...chord, code: 'Digit7' });
  expect(posted).toEqual([
    { token: 'the token', says: 'key', pressed: chord },
    { token: 'the token', says: 'key', pressed: { ...chord, code: 'Digit7' } },
  ]);
  fire('keydown', { ...chord, code: 'Delete' });
  fire('keydown', { ...chord, altKey: false });
  expect(posted).toHaveLength(2);
  expect(fire('keydown', escape)).toEqual(['stopped', 'prevented']);
  expect(posted.slice(2)).toEqual([{ token: 'the token', says: 'key', pressed: escape }]);
});

it('presses a key in the player’s page for who knows the token, and nobody else', () => {
  const { fire, dispatched, focusOn } = run(true);
  for (const data of ['the token', { token: 'another', says: 'key', pressed: chord }, null])
    fire('message', { data });
  expect(dispatched).toEqual([]);
  const pressed = { ...chord, key: 'k', code: 'KeyK' };
  fire('message', { data: { token: 'the token', says: 'key', pressed } });
  const told = { kind: 'keydown', bubbles: true, cancelable: true };
  expect(dispatched).toEqual(['focus', { ...told, ...pressed, in: 'BODY' }]);
  focusOn('BUTTON');
  fire('message', { data: { token: 'the token', says: 'key', pressed: escape } });
  expect(dispatched.slice(2), 'a page that is used keeps the focus').toEqual([
    { ...told, ...escape, in: 'BUTTON' },
  ]);
});

const letter = { key: 'a', code: 'KeyA' };
const SWALLOWED = ['stopped', 'prevented'];

it('lets text through to a page that was pressed in, for 45 s after the last of it', () => {
  const { fire, press, posted, clock } = run(false);
  expect(fire('keydown', letter)).toEqual(SWALLOWED);
  expect(press()).toEqual([]);
  expect(posted).toEqual([{ token: 'the token', says: 'press', x: 140, y: 20 }]);
  for (const kind of ['keydown', 'keypress', 'keyup', 'beforeinput'])
    expect(fire(kind, letter), kind).toEqual([]);
  clock.nowMs += 44_999;
  expect(fire('keydown', letter)).toEqual([]);
  clock.nowMs += 44_999;
  expect(fire('beforeinput')).toEqual([]);
  clock.nowMs += 1;
  for (const kind of ['keydown', 'keypress', 'keyup', 'beforeinput'])
    expect(fire(kind, letter), kind).toEqual(SWALLOWED);
});

it('never lets a chord through, nor a paste, a drop, a menu or another button', () => {
  const { fire, press } = run(false);
  press();
  for (const of of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { key: 'F4' }, { key: 'Escape' }])
    expect(fire('keydown', { ...letter, ...of }), JSON.stringify(of)).toEqual(SWALLOWED);
  for (const kind of ['paste', 'drop', 'dragover', 'dragstart', 'contextmenu', 'auxclick'])
    expect(fire(kind), kind).toEqual(SWALLOWED);
  expect(fire('click', { button: 0 })).toEqual([]);
  for (const of of [{ button: 1 }, { button: 0, ctrlKey: true }, { button: 0, shiftKey: true }])
    expect(fire('click', of), JSON.stringify(of)).toEqual(SWALLOWED);
  expect(fire('wheel', { ctrlKey: true })).toEqual(['prevented']);
});

it('is opened by real presses alone, and closed by a chord and by the player', () => {
  const { fire, press, posted } = run(false);
  press({ isTrusted: false });
  expect(fire('keydown', letter)).toEqual(SWALLOWED);
  press();
  fire('keydown', escape);
  expect(fire('keydown', letter), 'after Escape').toEqual([]);
  fire('keydown', chord);
  expect(fire('keydown', letter), 'after a chord').toEqual(SWALLOWED);
  press();
  expect(fire('message', { data: { token: 'a guess', says: 'close' } })).toEqual([]);
  expect(fire('keydown', letter)).toEqual([]);
  expect(
    fire('message', { data: { token: 'another way', says: 'close' } }),
    'the page hears none of it',
  ).toEqual(['stopped']);
  expect(fire('keydown', letter), 'after the word of the player').toEqual(SWALLOWED);
  posted.length = 0;
  fire('message', { data: { token: 'another way', says: 'ask' } });
  expect(posted).toEqual([{ token: 'the token', says: 'answer' }]);
});

it('tells of what else is done only after a press, and not of each movement', () => {
  const { fire, press, posted, clock } = run(false);
  for (const kind of ['wheel', 'touchmove', 'pointerup']) fire(kind);
  expect(posted).toEqual([]);
  press();
  clock.nowMs += 300;
  for (const kind of ['wheel', 'touchmove', 'wheel']) fire(kind);
  fire('pointermove', { buttons: 0 });
  clock.nowMs += 300;
  fire('pointermove', { buttons: 0 });
  fire('keydown', { ...letter, repeat: true });
  expect(posted.slice(1), 'a mouse that is only moved and a key that something lies on').toEqual([
    { token: 'the token', says: 'use' },
  ]);
  fire('pointermove', { buttons: 1 });
  expect(posted).toHaveLength(3);
});

it('keeps a page from handing an address to another program', () => {
  const { fire } = run(false);
  const to = (url: string): string[] => fire('navigate', { destination: { url } });
  for (const url of [
    'https://a.example/',
    'http://a.example/',
    'about:srcdoc',
    'blob:x',
    'data:,a',
    'javascript:a()',
  ])
    expect(to(url), url).toEqual([]);
  for (const url of ['mailto:a@b.c', 'intent://a', 'tel:1', 'file:///a', 'chrome://version', 'x-app:a'])
    expect(to(url), url).toEqual(SWALLOWED);
});

it('tells the player’s page of a press where it was on the panel, in whatever frame of the page', () => {
  const { fire, frame } = run(true);
  const data = { token: 'the token', says: 'press', x: 140, y: 20 };
  fire('message', { data, source: frame.contentWindow });
  fire('message', { data: { ...data, says: 'answer' }, source: { parent: { parent: frame.contentWindow } } });
  fire('message', { data: { ...data, token: 'another way' }, source: frame.contentWindow });
  fire('message', { data, source: null });
  const told = { bubbles: true, clientX: 40, clientY: 20 };
  expect(frame.told).toEqual([
    { kind: 'digiplayer-page-press', ...told },
    { kind: 'digiplayer-page-answer', ...told },
  ]);
});

it('prepares each frame that waits, then the frames within it, and only then lets it go on; a worker goes on at once', async () => {
  const told: string[] = [];
  const attachments: unknown[] = [];
  let attached: (name: string, parameters: unknown) => void = () => undefined;
  await guardFrames(
    {
      send: (command, parameters, session) => {
        if (command === 'Target.setAutoAttach') attachments.push(parameters);
        told.push(`${session ?? ''} ${command}`);
        return Promise.resolve(ok({}));
      },
      onEvent: (listener) => {
        attached = listener;
      },
    },
    'page',
    'guard',
  );
  // A worker that nobody is attached to waits a second for a debugger that never comes.
  expect(attachments).toMatchObject([
    { filter: [{ type: 'iframe' }, { type: 'worker' }, { exclude: true }] },
  ]);
  told.length = 0;
  const attach = (sessionId: string, type: string): void => {
    attached('Target.attachedToTarget', { sessionId, waitingForDebugger: true, targetInfo: { type } });
  };
  attach('frame', 'iframe');
  expect(told).toEqual([
    'frame Page.enable',
    'frame Page.addScriptToEvaluateOnNewDocument',
    'frame Page.setInterceptFileChooserDialog',
    'frame Target.setAutoAttach',
    'frame Runtime.runIfWaitingForDebugger',
  ]);
  told.length = 0;
  attach('worker', 'worker');
  expect(told).toEqual(['worker Runtime.runIfWaitingForDebugger']);
});
