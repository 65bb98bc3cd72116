import { mayBeForPlayer } from '../../shared/overlay-chord.ts';
import { pageTouch } from '../../shared/page-touch.ts';
import { pressInPage } from './hand-on-key.ts';
import { isTextKey } from './text-keys.ts';

/** The guard lives where scripts of pages cannot reach it. */
const WORLD = 'digiplayer-guard';
/** A page gets text so long after the last press in it, ms: as long as the list stands still for it. */
const TYPED_MS = 45_000;
/** Whoever scrolls is told of so often, ms. */
const TELL_EVERY_MS = 250;
/** A mouse that does not move is no pointer to look at, ms. */
const POINTER_REST_MS = 4_000;

/** How the guards of one window know each other. */
export interface GuardTokens {
  /** What a page's guard says to the player's page is believed with this; no page ever gets to see it. */
  readonly up: string;
  /** What the player's page says to a page's guard. */
  readonly down: string;
}

/** The protocol of a browser's debugger, as far as the guard needs it. */
export interface GuardProtocol {
  send(command: string, parameters?: object, session?: string): Promise<unknown>;
  onEvent(listener: (name: string, parameters: unknown) => void): void;
}

/** In the player's page: what the guards below it say becomes events of their frames. */
const IN_PLAYER_PAGE = `{
    let used = null;
    const frameOf = (source) => {
      let child = source;
      while (child !== null && child.parent !== window) child = child.parent === child ? null : child.parent;
      return [...document.querySelectorAll('iframe')].find(({ contentWindow }) => contentWindow === child);
    };
    const tell = (frame, kind, of) => frame?.dispatchEvent(new PointerEvent(kind, { bubbles: true, ...of }));
    listen('message', (event) => {
      const { data, source } = event;
      if (data?.token !== up) return;
      event.stopImmediatePropagation();
      const { says, pressed, x = 0, y = 0 } = data;
      if (says === 'key') {
        ${pressInPage('pressed')};
        return;
      }
      if (says === 'press' || says === 'use') used = source;
      tell(frameOf(source), names[says], { clientX: x - screenX, clientY: y - screenY });
    });
    listen(names.ask, ({ target }) => target.contentWindow?.postMessage({ token: down, says: 'ask' }, '*'));
    listen(names.close, () => used?.postMessage({ token: down, says: 'close' }, '*'));
  }`;

/** In a page item, also in frames within it. */
const IN_PAGE_ITEM = `{
    const never = Number.NEGATIVE_INFINITY;
    let [usedAtMs, toldAtMs, movedAtMs] = [never, never, never];
    const isUsed = () => performance.now() - usedAtMs < ${TYPED_MS};
    const say = (says, of) => top.postMessage({ token: up, says, ...of }, '*');
    const use = (says, of) => {
      usedAtMs = performance.now();
      if (says === 'use' && usedAtMs - toldAtMs < ${TELL_EVERY_MS}) return;
      toldAtMs = usedAtMs;
      say(says, of);
    };
    const swallow = (event) => {
      event.stopImmediatePropagation();
      event.preventDefault();
    };
    const each = (kinds, action) => kinds.split(' ').forEach((kind) => listen(kind, (event) => {
      if (event.isTrusted) action(event, kind);
    }));
    // A page of the browser's own, which says that another one cannot be had.
    if (location.protocol === 'chrome-error:' && parent === top) say('lost');
    // The browser hands what it does not know to another program, or puts an error in the page's place.
    navigation?.addEventListener('navigate', (event) => {
      if (/^(https?|about|blob|data|javascript):/.test(event.destination.url)) return;
      event.stopImmediatePropagation();
      event.preventDefault();
    });
    listen('message', (event) => {
      if (event.data?.token !== down) return;
      event.stopImmediatePropagation();
      if (event.data.says === 'close') usedAtMs = never;
      else if (event.data.says === 'ask') say('answer');
    });
    each('pointerdown', ({ screenX: x, screenY: y }) => use('press', { x, y }));
    each('pointerup touchmove touchend wheel', () => { if (isUsed()) use('use'); });
    each('pointermove', ({ buttons, pointerType, movementX, movementY }) => {
      if (buttons > 0 && isUsed()) use('use');
      if (pointerType === 'mouse' && (movementX !== 0 || movementY !== 0)) showPointer();
    });
    each('keydown keypress keyup', (event, kind) => {
      const { key, repeat, ctrlKey: control, altKey: alt, metaKey: meta, code } = event;
      const isMeant = isUsed() && isTextKey({ key, control, alt, meta });
      if (isMeant && kind === 'keydown' && !repeat) use('use');
      if (isMeant) return;
      swallow(event);
      if (kind !== 'keydown' || !mayBeForPlayer({ control, alt, code })) return;
      if (control) usedAtMs = never;
      say('key', { pressed: { key, code, ctrlKey: control, altKey: alt } });
    });
    each('beforeinput', (event) => { if (!isUsed()) swallow(event); });
    each('paste drop dragover dragstart contextmenu auxclick', swallow);
    // A button or a key beside it opens, saves or goes back.
    each('mousedown mouseup click', (event) => {
      if (event.button !== 0 || event.ctrlKey || event.shiftKey || event.altKey || event.metaKey) swallow(event);
    });
    each('wheel', (event) => { if (event.ctrlKey) event.preventDefault(); });

    const style = new CSSStyleSheet();
    style.replaceSync('*, ::before, ::after { cursor: none !important; }');
    const hidePointer = () => {
      if (!document.adoptedStyleSheets.includes(style)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
    };
    const showPointer = () => {
      movedAtMs = performance.now();
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== style);
      setTimeout(() => { if (performance.now() - movedAtMs >= ${POINTER_REST_MS - 50}) hidePointer(); }, ${POINTER_REST_MS});
    };
    hidePointer();
  }`;

/**
 * What every frame runs before its own script. In a frame of a page item no key comes through, whether for the page or for the
 * browser, but for plain text while somebody uses that page: a real press in it opens it to text, and 45 s without one, a chord
 * or the player's word close it. What may open or close the overlay goes to the player's page, which knows by the token that no
 * page made it up; so do presses.
 */
export function frameGuard({ up, down }: GuardTokens): string {
  return `(() => {
  const [up, down] = ${JSON.stringify([up, down])};
  const names = ${JSON.stringify(pageTouch)};
  const mayBeForPlayer = ${mayBeForPlayer.toString()};
  const isTextKey = ${isTextKey.toString()};
  const listen = (kind, action) => addEventListener(kind, action, { capture: true, passive: false });
  if (top === window) ${IN_PLAYER_PAGE}
  else ${IN_PAGE_ITEM}
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
 * own, however deep: each waits at its start until it has the guard. None of them opens a window to choose a file.
 */
export async function guardFrames(
  protocol: GuardProtocol,
  session: string | undefined,
  guard: string,
): Promise<void> {
  // What stands already, the player's page at its start, gets it too.
  const script = { source: guard, worldName: WORLD, runImmediately: true };
  const prepare = (target: string | undefined): Promise<unknown> =>
    Promise.all([
      protocol.send('Page.enable', {}, target),
      protocol.send('Page.addScriptToEvaluateOnNewDocument', script, target),
      protocol.send('Page.setInterceptFileChooserDialog', { enabled: true, cancel: true }, target),
      protocol.send('Target.setAutoAttach', ATTACH, target),
    ]);
  protocol.onEvent((name, parameters) => {
    if (name !== 'Target.attachedToTarget') return;
    const { sessionId, waitingForDebugger, targetInfo } = parameters as {
      sessionId: string;
      waitingForDebugger: boolean;
      targetInfo: { readonly type: string };
    };
    if (!waitingForDebugger) return;
    if (targetInfo.type === 'iframe') void prepare(sessionId);
    void protocol.send('Runtime.runIfWaitingForDebugger', {}, sessionId);
  });
  await prepare(session);
}
