import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { frameGuard, guardFrames } from '../../../../src/shells/chromium/frame-guard.ts';
import { ok } from '../../../../src/shared/result.ts';

type Listener = (event: object) => void;

/** Runs the guard as a frame does; `isTop`: as the player's page does. */
function run(isTop: boolean) {
  const listeners = new Map<string, Listener>();
  const posted: unknown[] = [];
  const dispatched: object[] = [];
  const top = { postMessage: (message: unknown) => posted.push(message) };
  const world: Record<string, unknown> = {
    top,
    focus: () => undefined,
    addEventListener: (kind: string, listener: Listener) => listeners.set(kind, listener),
    dispatchEvent: (event: object) => dispatched.push(event),
    KeyboardEvent: function KeyboardEvent(kind: string, init: object) {
      return { kind, ...init };
    },
  };
  // The global object of the context is its window: `top` itself where it is the top.
  world['window'] = isTop ? Object.assign(top, { top }) : { top };
  runInNewContext(frameGuard('the token'), world);
  const fire = (kind: string, of: object = {}): string[] => {
    const done: string[] = [];
    const event = {
      isTrusted: true,
      stopImmediatePropagation: () => done.push('stopped'),
      preventDefault: () => done.push('prevented'),
      ...of,
    };
    listeners.get(kind)?.(event);
    return done;
  };
  return { fire, posted, dispatched };
}

const chord = { ctrlKey: true, altKey: true, code: 'KeyS' };

it('lets no key through to a page, and tells the player of what may be its chord alone', () => {
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
    { token: 'the token', code: 'KeyS' },
    { token: 'the token', code: 'Digit7' },
  ]);
  fire('keydown', { ...chord, code: 'Delete' });
  fire('keydown', { ...chord, altKey: false });
  expect(posted).toHaveLength(2);
});

it('opens the overlay in the player’s page for who knows the token, and nobody else', () => {
  const { fire, dispatched } = run(true);
  for (const data of ['the token', { token: 'another', code: 'KeyS' }, null]) fire('message', { data });
  expect(dispatched).toEqual([]);
  fire('message', { data: { token: 'the token', code: 'KeyK' } });
  expect(dispatched).toMatchObject([{ kind: 'keydown', code: 'KeyK', ctrlKey: true, altKey: true }]);
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
    'frame Target.setAutoAttach',
    'frame Runtime.runIfWaitingForDebugger',
  ]);
  told.length = 0;
  attach('worker', 'worker');
  expect(told).toEqual(['worker Runtime.runIfWaitingForDebugger']);
});
