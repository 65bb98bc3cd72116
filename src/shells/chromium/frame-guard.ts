import { mayBeOverlayChord } from '../../shared/overlay-chord.ts';
import { pressInPage } from '../common/hand-on-chord.ts';
import type { DebuggingPipe } from './debugging-pipe.ts';

/** The guard lives where scripts of pages cannot reach it. */
const WORLD = 'digiplayer-guard';

/**
 * What every frame runs before its own script. In a frame of a page item no key comes through, whether for the page or for the
 * browser; what may open the overlay goes to the player's page, which knows by `token` that no page made it up.
 */
export function frameGuard(token: string): string {
  return `(() => {
  const token = ${JSON.stringify(token)};
  const mayBeOverlayChord = ${mayBeOverlayChord.toString()};
  const listen = (kind, action) => addEventListener(kind, action, { capture: true, passive: false });
  if (top === window) {
    listen('message', (event) => {
      if (event.data?.token !== token) return;
      event.stopImmediatePropagation();
      ${pressInPage('event.data.code')};
    });
    return;
  }
  for (const kind of ['keydown', 'keypress', 'keyup', 'beforeinput', 'paste', 'drop', 'dragover', 'contextmenu'])
    listen(kind, (event) => {
      if (!event.isTrusted) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      const { ctrlKey: control, altKey: alt, code } = event;
      if (kind === 'keydown' && mayBeOverlayChord({ control, alt, code })) top.postMessage({ token, code }, '*');
    });
})()`;
}

/**
 * Workers, too: they wait for a debugger all the same, and one that nobody attaches to and lets go on comes a second late, which
 * is too late for the page of a PDF.
 */
const ATTACH = {
  autoAttach: true,
  waitForDebuggerOnStart: true,
  flatten: true,
  filter: [{ type: 'iframe', exclude: false }, { type: 'worker', exclude: false }, { exclude: true }],
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
    const { sessionId, waitingForDebugger, targetInfo } = parameters as {
      sessionId: string;
      waitingForDebugger: boolean;
      targetInfo: { readonly type: string };
    };
    if (!waitingForDebugger) return;
    if (targetInfo.type === 'iframe') void prepare(sessionId);
    void pipe.send('Runtime.runIfWaitingForDebugger', {}, sessionId);
  });
  await prepare(session);
}
