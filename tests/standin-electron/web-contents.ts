import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { WebContents, WebFrameMain, WindowOpenHandlerResponse } from 'electron';
import type { Chromium } from './chromium.ts';
import type { DebuggingEvent } from './debugging.ts';
import type { StandInIpc } from './ipc-main.ts';
import type { Origins } from './origins.ts';
import { endProcess, processesBelow } from './processes.ts';
import { BINDING, ISOLATED_WORLD, RECEIVER, worldScripts, type FromPage, type ToPage } from './worlds.ts';

export interface ContentsDependencies {
  readonly chromium: Chromium;
  readonly origins: Origins;
  readonly ipc: StandInIpc;
  readonly preload: string | undefined;
  /** The page of the window, once it is there. */
  readonly target: Promise<string>;
  readonly id: number;
}

/** What the window needs of its contents beside what Electron has. */
export interface StandInContents {
  readonly contents: WebContents;
  load(url: string): Promise<void>;
  /** The window is gone. */
  destroy(): void;
}

/** A page as the debugging protocol sees it. */
interface Page {
  readonly targetId: string;
  readonly session: string;
  readonly mainFrame: string;
}

/** Chromium's names of what ends a load, as numbers; every other one is ERR_FAILED. */
const NET_ERRORS: Readonly<Record<string, number>> = {
  ERR_ABORTED: -3,
  ERR_UNEXPECTED: -9,
  ERR_CONNECTION_REFUSED: -102,
  ERR_EMPTY_RESPONSE: -324,
  ERR_UNKNOWN_URL_SCHEME: -302,
};

/** https://www.electronjs.org/docs/latest/api/web-contents, over one session with the page. */
export function createWebContents(dependencies: ContentsDependencies): StandInContents {
  const { chromium, origins, ipc, preload, target, id } = dependencies;
  const { debugging } = chromium;
  let page: Page | null = null;
  let url = '';
  let isolatedWorld: number | null = null;
  let isCrashed = false;
  let isDestroyed = false;
  /** The reason of the next crash, when it is ours. */
  let crashReason: string | null = null;
  /** Loads that the app asked for are not asked about. */
  let ownLoad: string | null = null;
  let onOpen: (details: { url: string }) => WindowOpenHandlerResponse = () => ({ action: 'allow' });

  const send = async <Answer>(command: string, parameters?: object): Promise<Answer> => {
    const { session } = await attached;
    return debugging.send<Answer>(command, parameters, session);
  };
  /** For what nobody waits for: a page that is gone or hangs is told by events. */
  const tell = (command: string, parameters?: object): void => {
    send(command, parameters).catch(() => undefined);
  };
  const toPage = (message: ToPage): void => {
    if (isolatedWorld === null) return;
    const expression = `${RECEIVER}(${JSON.stringify(JSON.stringify(message))})`;
    tell('Runtime.evaluate', { expression, contextId: isolatedWorld });
  };

  const attach = async (): Promise<Page> => {
    const targetId = await target;
    const { sessionId: session } = await debugging.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    const ask = <Answer>(command: string, parameters?: object): Promise<Answer> =>
      debugging.send<Answer>(command, parameters, session);
    const { frameTree } = await ask<{ frameTree: { frame: { id: string } } }>('Page.getFrameTree');
    page = { targetId, session, mainFrame: frameTree.frame.id };
    await ask('Page.enable');
    await ask('Page.setLifecycleEventsEnabled', { enabled: true });
    await ask('Runtime.enable');
    await ask('Runtime.addBinding', { name: BINDING, executionContextName: ISOLATED_WORLD });
    if (preload !== undefined) {
      const scripts = worldScripts(readFileSync(preload, 'utf8'));
      await ask('Page.addScriptToEvaluateOnNewDocument', { source: scripts.page });
      await ask('Page.addScriptToEvaluateOnNewDocument', {
        source: scripts.isolated,
        worldName: ISOLATED_WORLD,
      });
    }
    await ask('Fetch.enable', { patterns: [{ resourceType: 'Document', requestStage: 'Request' }] });
    const black = { r: 0, g: 0, b: 0, a: 1 };
    await ask('Emulation.setDefaultBackgroundColorOverride', { color: black });
    return page;
  };
  const attached = attach();
  // A Chromium that is gone ends this process; nobody else waits for the page then.
  attached.catch(() => undefined);

  const mainFrame = {
    parent: null,
    get frameToken() {
      return page?.mainFrame ?? '';
    },
    get origin() {
      return url === '' ? 'null' : /^[a-z]+:\/\/[^/]*/.exec(url)?.[0] ?? 'null';
    },
    get url() {
      return url;
    },
    executeJavaScript: async (code: string): Promise<unknown> => {
      if (isCrashed) throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      const { result } = await send<{ result: { value?: unknown } }>('Runtime.evaluate', {
        expression: code,
        returnByValue: true,
        awaitPromise: true,
      });
      return result.value;
    },
  } as unknown as WebFrameMain;

  const contents = Object.assign(new EventEmitter(), {
    id,
    mainFrame,
    getURL: () => url,
    isCrashed: () => isCrashed,
    isDestroyed: () => isDestroyed,
    send: (channel: string, ...args: unknown[]) => {
      toPage({ kind: 'event', channel, args });
    },
    // The kiosk's Chromium has neither zoom keys nor pinch here; that they are taken away is not shown by this.
    setZoomFactor: () => undefined,
    setVisualZoomLevelLimits: () => Promise.resolve(),
    setWindowOpenHandler: (handler: typeof onOpen) => {
      onOpen = handler;
    },
    capturePage: async () => {
      const { data } = await send<{ data: string }>('Page.captureScreenshot', { format: 'png' });
      return { toPNG: () => Buffer.from(data, 'base64') };
    },
    executeJavaScript: (code: string) => mainFrame.executeJavaScript(code),
    close: () => {
      tell('Page.close');
    },
    // Its process is ended whatever it does; a spare one that Chromium keeps goes with it and is not missed.
    forcefullyCrashRenderer: () => {
      crashReason = 'killed';
      for (const { pid, type } of processesBelow(chromium.pid)) if (type === 'renderer') endProcess(pid);
    },
    targetId: () => page?.targetId ?? null,
  }) as unknown as WebContents;

  const onCrash = ({ status }: { status: string }): void => {
    if (isCrashed || isDestroyed) return;
    isCrashed = true;
    isolatedWorld = null;
    const reason = crashReason ?? (/oom|memory/.test(status) ? 'oom' : /kill/.test(status) ? 'killed' : 'crashed');
    crashReason = null;
    contents.emit('render-process-gone', {}, { reason, exitCode: 1 });
  };
  const onOpened = async ({ targetId, url: wanted }: { targetId: string; url: string }): Promise<void> => {
    // The debugging protocol tells of a window that is there already; Electron asks before it is made.
    if (onOpen({ url: origins.toApp(wanted) }).action === 'deny')
      await debugging.send('Target.closeTarget', { targetId });
  };
  const onDocumentRequest = ({ requestId, frameId, request, redirectedRequestId }: PausedRequest): void => {
    const isMainFrame = frameId === page?.mainFrame;
    let isPrevented = false;
    const details = {
      url: origins.toApp(request.url),
      isMainFrame,
      preventDefault: () => {
        isPrevented = true;
      },
    };
    if (isMainFrame && request.url === ownLoad) ownLoad = null;
    else contents.emit(redirectedRequestId === undefined ? 'will-frame-navigate' : 'will-redirect', details);
    if (isPrevented) tell('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    else tell('Fetch.continueRequest', { requestId });
  };

  const onPageEvent = ({ name, parameters }: DebuggingEvent): void => {
    const given = parameters as PageEvent;
    if (name === 'Fetch.requestPaused') onDocumentRequest(parameters as PausedRequest);
    else if (name === 'Page.loadEventFired') contents.emit('did-finish-load');
    else if (name === 'Page.lifecycleEvent') {
      if (given.name === 'firstPaint' && given.frameId === page?.mainFrame && url !== '')
        contents.emit('stand-in-painted');
    } else if (name === 'Page.frameNavigated' && given.frame?.parentId === undefined) {
      url = origins.toApp(given.frame?.url ?? '');
      isCrashed = false;
    } else if (name === 'Runtime.executionContextCreated') {
      const { context } = given;
      if (context?.name === ISOLATED_WORLD && context.auxData?.frameId === page?.mainFrame)
        isolatedWorld = context?.id ?? null;
    } else if (name === 'Runtime.executionContextsCleared') isolatedWorld = null;
    else if (name === 'Runtime.bindingCalled' && given.name === BINDING && given.executionContextId === isolatedWorld) {
      void ipc.receive(
        JSON.parse(given.payload ?? '') as FromPage,
        { sender: contents, senderFrame: mainFrame },
        toPage,
      );
    }
  };
  debugging.onEvent((event) => {
    if (isDestroyed || page === null) return;
    if (event.session === page.session) {
      onPageEvent(event);
      return;
    }
    const given = event.parameters as TargetEvent;
    if (event.name === 'Target.targetCrashed' && given.targetId === page.targetId)
      onCrash({ status: given.status ?? '' });
    if (event.name === 'Target.targetCreated' && given.targetInfo?.openerId === page.targetId)
      void onOpened(given.targetInfo);
  });

  return {
    contents,
    async load(wanted) {
      const address = await origins.toChromium(wanted);
      const fail = (description: string): never => {
        const code = NET_ERRORS[description] ?? -2;
        contents.emit('did-fail-load', {}, code, description, wanted, true);
        throw new Error(`${description} (${code}) loading '${wanted}'`);
      };
      if (address === null) return fail('ERR_UNKNOWN_URL_SCHEME');
      await attached;
      ownLoad = address;
      const { errorText } = await send<{ errorText?: string }>('Page.navigate', { url: address });
      if (errorText !== undefined) fail(errorText.replace('net::', ''));
    },
    destroy: () => {
      isDestroyed = true;
      contents.emit('destroyed');
    },
  };
}

interface PausedRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly request: { readonly url: string };
  readonly redirectedRequestId?: string;
}

interface PageEvent {
  readonly name?: string;
  readonly frameId?: string;
  readonly frame?: { readonly id: string; readonly parentId?: string; readonly url: string };
  readonly context?: { readonly id: number; readonly name: string; readonly auxData?: { frameId?: string } };
  readonly payload?: string;
  readonly executionContextId?: number;
}

interface TargetEvent {
  readonly targetId?: string;
  readonly status?: string;
  readonly targetInfo?: { readonly targetId: string; readonly openerId?: string; readonly url: string };
}
