import { OPEN_OVERLAY } from '../common/overlay-chord.ts';
import type { DebuggingPipe } from './debugging-pipe.ts';

/** The guard lives where scripts of pages cannot reach it. */
const WORLD = 'digiplayer-guard';

/**
 * What every frame runs before its own script. In a frame of a page item no key comes through, whether for the page or for the
 * browser; Ctrl+Alt+S goes to the player's page, which knows by `token` that no page made it up.
 */
export function frameGuard(token: string): string {
  return `(() => {
  const token = ${JSON.stringify(token)};
  const listen = (kind, action) => addEventListener(kind, action, { capture: true, passive: false });
  if (top === window) {
    listen('message', (event) => {
      if (event.data !== token) return;
      event.stopImmediatePropagation();
      focus();
      ${OPEN_OVERLAY};
    });
    return;
  }
  for (const kind of ['keydown', 'keypress', 'keyup', 'beforeinput', 'paste', 'drop', 'dragover', 'contextmenu'])
    listen(kind, (event) => {
      if (!event.isTrusted) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      if (kind === 'keydown' && event.ctrlKey && event.altKey && event.code === 'KeyS') top.postMessage(token, '*');
    });
})()`;
}

/** Frames alone: a worker that waited for its debugger would hold up the stage. */
const ATTACH = {
  autoAttach: true,
  waitForDebuggerOnStart: true,
  flatten: true,
  filter: [{ type: 'iframe', exclude: false }, { exclude: true }],
} as const;

/**
 * Has every frame under the page of `session` run `guard` before anything of its own, also those in processes of their
 * own, however deep: each waits at its start until it has the guard.
 */
export async function guardFrames(pipe: DebuggingPipe, session: string, guard: string): Promise<void> {
  const prepare = (target: string): Promise<unknown> =>
    Promise.all([
      pipe.send('Page.enable', {}, target),
      pipe.send('Page.addScriptToEvaluateOnNewDocument', { source: guard, worldName: WORLD }, target),
      pipe.send('Target.setAutoAttach', ATTACH, target),
    ]);
  pipe.onEvent((name, parameters) => {
    if (name !== 'Target.attachedToTarget') return;
    const { sessionId, waitingForDebugger } = parameters as {
      sessionId: string;
      waitingForDebugger: boolean;
    };
    if (!waitingForDebugger) return;
    void prepare(sessionId);
    void pipe.send('Runtime.runIfWaitingForDebugger', {}, sessionId);
  });
  await prepare(session);
}
