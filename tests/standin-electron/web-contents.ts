import { EventEmitter } from 'node:events';
import type { WebContents, WebFrameMain, WindowOpenHandlerResponse } from 'electron';
import { endProcess, processesBelow } from '../support/e2e/processes.ts';
import { preventable } from '../support/fakes/electron/fake-window.ts';
import type { Chromium } from './chromium.ts';
import { createDebugger, type StandInDebugger } from './debugger.ts';
import type { StandInIpc } from './ipc-main.ts';
import type { Origins } from './origins.ts';
import { createPage, type DocumentRequest, type Page } from './page.ts';

export interface ContentsDependencies {
  readonly chromium: Chromium;
  readonly origins: Origins;
  readonly ipc: StandInIpc;
  readonly preload: string | undefined;
  /** The page of the window, once it is there. */
  readonly target: Promise<string>;
  readonly id: number;
  /** The page has painted something. */
  readonly onPainted: () => void;
}

/** What the window needs of its contents beside what Electron has. */
export interface StandInContents {
  readonly contents: WebContents & { readonly targetId: () => string | null };
  load(url: string): Promise<void>;
  /** Lays the page out at exactly this size: Chromium's window is a pixel larger than the display. */
  fit(size: { readonly width: number; readonly height: number }): void;
  /** The window is gone. */
  destroy(): void;
}

type OpenHandler = (details: { url: string }) => WindowOpenHandlerResponse;

/** What a page has come to. */
interface ContentsState {
  /** As the app knows it. */
  url: string;
  isCrashed: boolean;
  isDestroyed: boolean;
  /** The reason of the next crash, when it is ours. */
  crashReason: string | null;
  /** A load that the app asked for is not asked about. */
  ownLoad: string | null;
  onOpen: OpenHandler;
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
  const { chromium, origins, ipc, preload, target, id, onPainted } = dependencies;
  const state: ContentsState = {
    url: '',
    isCrashed: false,
    isDestroyed: false,
    crashReason: null,
    ownLoad: null,
    onOpen: () => ({ action: 'allow' }),
  };
  const page = createPage({
    debugging: chromium.debugging,
    target,
    preload,
    events: {
      onLoaded: () => contents.emit('did-finish-load'),
      onPainted: () => {
        if (state.url !== '') onPainted();
      },
      onDocument: (url) => {
        state.url = origins.toApp(url);
        state.isCrashed = false;
        void tellNavigation(contents, page, state.url);
      },
      onCrashed: (status) => {
        tellCrash(contents, state, status);
      },
      onRequest: (request) => {
        askAboutRequest({ contents, state, page, origins }, request);
      },
      // The debugging protocol tells of a window that is there already; Electron asks before it is made.
      onWindow: ({ targetId, url }) => {
        if (state.onOpen({ url: origins.toApp(url) }).action === 'deny')
          void chromium.debugging.send('Target.closeTarget', { targetId });
      },
      onMessage: (message) => {
        void ipc.receive(message, { sender: contents, senderFrame: contents.mainFrame }, page.post);
      },
      onEvent: (name, parameters) => {
        session.hear(name, parameters);
      },
    },
  });
  const session = createDebugger(page);
  const contents = makeContents({ id, page, state, chromium, session });
  return {
    contents,
    load: (url) => load({ contents, state, page, origins }, url),
    fit: ({ width, height }) => {
      page.tell('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    },
    destroy: () => {
      state.isDestroyed = true;
      contents.emit('destroyed');
    },
  };
}

interface ContentsParts {
  readonly id: number;
  readonly page: Page;
  readonly state: ContentsState;
  readonly chromium: Chromium;
  readonly session: StandInDebugger;
}

function makeContents({ id, page, state, chromium, session }: ContentsParts): StandInContents['contents'] {
  const mainFrame = makeMainFrame(page, state);
  return Object.assign(new EventEmitter(), {
    id,
    mainFrame,
    debugger: session.debugger,
    targetId: page.target,
    getURL: () => state.url,
    isCrashed: () => state.isCrashed,
    isDestroyed: () => state.isDestroyed,
    send: (channel: string, ...args: unknown[]) => {
      page.post({ kind: 'event', channel, args });
    },
    // The kiosk's Chromium has neither zoom keys nor pinch here; that they are taken away is not shown by this.
    setZoomFactor: () => undefined,
    setVisualZoomLevelLimits: () => Promise.resolve(),
    setWindowOpenHandler: (handler: OpenHandler) => {
      state.onOpen = handler;
    },
    capturePage: async () => {
      const { data } = await page.send<{ data: string }>('Page.captureScreenshot', { format: 'png' });
      return { toPNG: () => Buffer.from(data, 'base64') };
    },
    sendInputEvent: ({ type, x, y }: { type: string; x: number; y: number }) => {
      if (type === 'mouseMove') page.tell('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
    },
    executeJavaScript: (code: string) => mainFrame.executeJavaScript(code),
    close: () => {
      page.tell('Page.close');
    },
    // Its process is ended whatever it does; a spare one that Chromium keeps goes with it and is not missed.
    forcefullyCrashRenderer: () => {
      state.crashReason = 'killed';
      for (const { pid, type } of processesBelow(chromium.pid)) if (type === 'renderer') endProcess(pid);
    },
  }) as unknown as StandInContents['contents'];
}

function makeMainFrame(page: Page, state: ContentsState): WebFrameMain {
  const frame = {
    parent: null,
    get frameToken() {
      return page.mainFrame();
    },
    get origin() {
      return /^[a-z]+:\/\/[^/]*/.exec(state.url)?.[0] ?? 'null';
    },
    get url() {
      return state.url;
    },
    executeJavaScript: async (code: string): Promise<unknown> => {
      if (state.isCrashed) throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      const options = { expression: code, returnByValue: true, awaitPromise: true };
      return (await page.send<{ result: { value?: unknown } }>('Runtime.evaluate', options)).result.value;
    },
  };
  return frame as unknown as WebFrameMain;
}

/** https://www.electronjs.org/docs/latest/api/web-contents#event-did-navigate; the page itself knows the status of its answer. */
async function tellNavigation(contents: WebContents, page: Page, url: string): Promise<void> {
  const expression = "performance.getEntriesByType('navigation')[0]?.responseStatus ?? -1";
  const asked = page.send<{ result: { value?: number } }>('Runtime.evaluate', {
    expression,
    returnByValue: true,
  });
  // A document that is replaced meanwhile has nothing to tell any more.
  const status = await asked.then(
    ({ result }) => result.value ?? -1,
    () => null,
  );
  if (status !== null) contents.emit('did-navigate', {}, url, status === 0 ? -1 : status, '');
}

function tellCrash(contents: WebContents, state: ContentsState, status: string): void {
  if (state.isCrashed || state.isDestroyed) return;
  state.isCrashed = true;
  const seen = /oom|memory/.test(status) ? 'oom' : status.includes('kill') ? 'killed' : 'crashed';
  const reason = state.crashReason ?? seen;
  state.crashReason = null;
  contents.emit('render-process-gone', {}, { reason, exitCode: 1 });
}

interface Loading {
  readonly contents: WebContents;
  readonly state: ContentsState;
  readonly page: Page;
  readonly origins: Origins;
}

function askAboutRequest({ contents, state, page, origins }: Loading, asked: DocumentRequest): void {
  const { requestId, frameId, request, redirectedRequestId } = asked;
  const isMainFrame = frameId === page.mainFrame();
  const event = Object.assign(preventable(), { url: origins.toApp(request.url), isMainFrame });
  if (isMainFrame && request.url === state.ownLoad) state.ownLoad = null;
  else contents.emit(redirectedRequestId === undefined ? 'will-frame-navigate' : 'will-redirect', event);
  if (event.prevented) page.tell('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
  else page.tell('Fetch.continueRequest', { requestId });
}

async function load({ contents, state, page, origins }: Loading, url: string): Promise<void> {
  const fail = (description: string): never => {
    const code = NET_ERRORS[description] ?? -2;
    contents.emit('did-fail-load', {}, code, description, url, true);
    throw new Error(`${description} (${code}) loading '${url}'`);
  };
  const address = await origins.toChromium(url);
  if (address === null) return fail('ERR_UNKNOWN_URL_SCHEME');
  state.ownLoad = address;
  const { errorText } = await page.send<{ errorText?: string }>('Page.navigate', { url: address });
  if (errorText !== undefined) fail(errorText.replace('net::', ''));
}
