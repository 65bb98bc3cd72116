import { readFileSync } from 'node:fs';
import type { Debugging, DebuggingEvent } from './debugging.ts';
import { BINDING, ISOLATED_WORLD, RECEIVER, worldScripts, type FromPage, type ToPage } from './worlds.ts';

/** One window's page as the debugging protocol has it: a session of its own, and the worlds of its main frame. */
export interface Page {
  /** Null until there is a window. */
  readonly target: () => string | null;
  mainFrame(): string;
  /** Sends a command to the page once there is one; rejects as {@link Debugging.send} does. */
  send<Answer = unknown>(command: string, parameters?: object): Promise<Answer>;
  /** The same for what nobody waits for: a page that is gone or hangs is told by events. */
  tell(command: string, parameters?: object): void;
  /** Hands a message to the preload script; dropped while there is none, as Electron does. */
  readonly post: (message: ToPage) => void;
}

/** What happens to it. */
interface PageEvents {
  readonly onLoaded: () => void;
  readonly onPainted: () => void;
  /** The main frame has another document. */
  readonly onDocument: (url: string) => void;
  /** The process of the page is gone; `status` in Chromium's words. */
  readonly onCrashed: (status: string) => void;
  /** A frame is about to load a document; `requestId` has to be continued or failed. */
  readonly onRequest: (request: DocumentRequest) => void;
  /** The page opened a window, which is there already. */
  readonly onWindow: (window: { readonly targetId: string; readonly url: string }) => void;
  readonly onMessage: (message: FromPage) => void;
  /** Any event of the page's session, as the protocol has it. */
  readonly onEvent: (name: string, parameters: unknown) => void;
}

export interface DocumentRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly request: { readonly url: string };
  readonly redirectedRequestId?: string;
}

export interface PageDependencies {
  readonly debugging: Debugging;
  /** The window's page, once it is there. */
  readonly target: Promise<string>;
  /** The file of the preload script, if there is one. */
  readonly preload: string | undefined;
  readonly events: PageEvents;
}

interface Attached {
  readonly target: string;
  readonly session: string;
  readonly mainFrame: string;
}

export function createPage({ debugging, target, preload, events }: PageDependencies): Page {
  let here: Attached | null = null;
  let isolatedWorld: number | null = null;

  const attached = attach(debugging, target, preload, (page) => {
    here = page;
  });
  // A Chromium that is gone ends this process; nobody waits for the page then.
  attached.catch(() => undefined);

  const onOwnEvent = ({ name, parameters }: DebuggingEvent, { mainFrame }: Attached): void => {
    const given = parameters as OwnEvent;
    events.onEvent(name, parameters);
    if (name === 'Fetch.requestPaused') events.onRequest(parameters as DocumentRequest);
    else if (name === 'Page.loadEventFired') events.onLoaded();
    else if (name === 'Page.lifecycleEvent' && given.name === 'firstPaint' && given.frameId === mainFrame)
      events.onPainted();
    else if (name === 'Page.frameNavigated' && given.frame?.id === mainFrame)
      events.onDocument(given.frame.url);
    else if (name === 'Runtime.executionContextsCleared') isolatedWorld = null;
    else if (name === 'Runtime.executionContextCreated' && given.context?.name === ISOLATED_WORLD) {
      if (given.context.auxData.frameId === mainFrame) isolatedWorld = given.context.id;
    } else if (name === 'Runtime.bindingCalled' && given.executionContextId === isolatedWorld)
      events.onMessage(JSON.parse(given.payload ?? '') as FromPage);
  };
  debugging.onEvent((event) => {
    if (here === null) return;
    const given = event.parameters as TargetEvent;
    if (event.session === here.session) onOwnEvent(event, here);
    else if (event.name === 'Target.targetCrashed' && given.targetId === here.target) {
      isolatedWorld = null;
      events.onCrashed(given.status ?? '');
    } else if (event.name === 'Target.targetCreated' && given.targetInfo?.openerId === here.target)
      events.onWindow(given.targetInfo);
  });

  const send = async <Answer>(command: string, parameters?: object): Promise<Answer> => {
    const { session } = await attached;
    return debugging.send<Answer>(command, parameters, session);
  };
  const tell = (command: string, parameters?: object): void => {
    send(command, parameters).catch(() => undefined);
  };
  return {
    target: () => here?.target ?? null,
    mainFrame: () => here?.mainFrame ?? '',
    send,
    tell,
    post: (message) => {
      if (isolatedWorld === null) return;
      const expression = `${RECEIVER}(${JSON.stringify(JSON.stringify(message))})`;
      tell('Runtime.evaluate', { expression, contextId: isolatedWorld });
    },
  };
}

/** Prepares the page before anything is loaded into it; `onPage` hears of it before its first event. */
async function attach(
  debugging: Debugging,
  targetOfWindow: Promise<string>,
  preload: string | undefined,
  onPage: (page: Attached) => void,
): Promise<Attached> {
  const target = await targetOfWindow;
  const { sessionId: session } = await debugging.send<{ sessionId: string }>('Target.attachToTarget', {
    targetId: target,
    flatten: true,
  });
  const ask = <Answer>(command: string, parameters?: object): Promise<Answer> =>
    debugging.send<Answer>(command, parameters, session);
  const { frameTree } = await ask<{ frameTree: { frame: { id: string } } }>('Page.getFrameTree');
  const page = { target, session, mainFrame: frameTree.frame.id };
  onPage(page);
  await ask('Page.enable');
  await ask('Page.setLifecycleEventsEnabled', { enabled: true });
  await ask('Runtime.enable');
  await ask('Runtime.addBinding', { name: BINDING, executionContextName: ISOLATED_WORLD });
  if (preload !== undefined) {
    const { page: source, isolated } = worldScripts(readFileSync(preload, 'utf8'));
    await ask('Page.addScriptToEvaluateOnNewDocument', { source });
    const worldName = ISOLATED_WORLD;
    await ask('Page.addScriptToEvaluateOnNewDocument', { source: isolated, worldName });
  }
  await ask('Fetch.enable', { patterns: [{ resourceType: 'Document', requestStage: 'Request' }] });
  const color = { r: 0, g: 0, b: 0, a: 1 };
  await ask('Emulation.setDefaultBackgroundColorOverride', { color });
  return page;
}

interface OwnEvent {
  readonly name?: string;
  readonly frameId?: string;
  readonly frame?: { readonly id: string; readonly url: string };
  readonly context?: {
    readonly id: number;
    readonly name: string;
    readonly auxData: { readonly frameId?: string };
  };
  readonly payload?: string;
  readonly executionContextId?: number;
}

interface TargetEvent {
  readonly targetId?: string;
  readonly status?: string;
  readonly targetInfo?: { readonly targetId: string; readonly openerId?: string; readonly url: string };
}
