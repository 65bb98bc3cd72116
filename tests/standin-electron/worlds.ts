/*
 * What stands for Electron inside a page, as text for Chromium: a peer in the page's own world, and one in an isolated world
 * beside it where the preload script runs. The worlds share the document's events and nothing else.
 */

/** The name of the world of the preload script; its binding to the main process is there only. */
export const ISOLATED_WORLD = 'standin-electron';
export const BINDING = 'standInToMain';
export const RECEIVER = 'standInFromMain';

/** A message of the preload script's world to the main process. */
export type FromPage =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'send'; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'preload-error'; readonly message: string };

/** A message to it. */
export type ToPage =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
  | { readonly kind: 'event'; readonly channel: string; readonly args: unknown[] };

/** The two scripts that every document of a window gets, in this order. */
export function worldScripts(preload: string): { readonly page: string; readonly isolated: string } {
  const inTopFrame = (body: string): string => `(() => { if (window !== window.top) return;\n${body}\n})()`;
  const peer = `const createPeer = ${createPeer.toString()};`;
  return {
    page: inTopFrame(`${peer} (${startPage.toString()})(createPeer);`),
    isolated: inTopFrame(`${peer}
      const electron = (${startIsolated.toString()})(createPeer, ${JSON.stringify({ BINDING, RECEIVER })});
      const require = (name) => {
        if (name === 'electron') return electron.module;
        throw new Error('module not found: ' + name);
      };
      const module = { exports: {} };
      try {
        ((require, module, exports) => {\n${preload}\n})(require, module, module.exports);
      } catch (thrown) {
        electron.tellError(String(thrown));
      }`),
  };
}

type Callable = (...args: unknown[]) => unknown;

interface Peer {
  /** Makes something of this world known to the other one. */
  tell(name: string, value: unknown): void;
}

/**
 * One end of the bridge between two worlds: data is copied, functions become functions that call over, and their promises
 * settle over there. What Electron's contextBridge cannot carry either is refused.
 */
function createPeer(own: string, other: string, onTold: (name: string, value: unknown) => void): Peer {
  interface Message {
    readonly kind: 'tell' | 'call' | 'return' | 'throw' | 'settle';
    readonly name?: string;
    readonly id?: number;
    readonly value?: unknown;
    readonly kept?: boolean;
  }
  const functions = new Map<number, Callable>();
  const promises = new Map<number, { resolve: Callable; reject: Callable }>();
  let lastId = 0;
  let returned: Message | null = null;

  const post = (message: Message): void => {
    window.dispatchEvent(new CustomEvent(other, { detail: JSON.stringify(message) }));
  };
  const encode = (value: unknown): unknown => {
    if (value === undefined) return { is: 'undefined' };
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value))
      return { is: 'data', value };
    if (typeof value === 'function') {
      lastId += 1;
      functions.set(lastId, value as Callable);
      return { is: 'function', id: lastId };
    }
    if (value instanceof Promise) {
      lastId += 1;
      const id = lastId;
      value.then(
        (result: unknown) => {
          post({ kind: 'settle', id, kept: true, value: encode(result) });
        },
        (reason: unknown) => {
          post({ kind: 'settle', id, kept: false, value: encode(String(reason)) });
        },
      );
      return { is: 'promise', id };
    }
    if (Array.isArray(value)) return { is: 'list', value: value.map(encode) };
    if (typeof value === 'object') {
      const entries = Object.entries(value).map(([name, part]) => [name, encode(part)]);
      return { is: 'object', value: Object.fromEntries(entries) as unknown };
    }
    throw new Error('An object could not be cloned.');
  };
  const decode = (coded: unknown): unknown => {
    const { is, value, id = 0 } = coded as { is: string; value?: unknown; id?: number };
    if (is === 'undefined') return undefined;
    if (is === 'data') return value;
    if (is === 'list') return (value as unknown[]).map(decode);
    if (is === 'function') return (...args: unknown[]) => callOver(id, args);
    if (is === 'promise') {
      return new Promise((resolve, reject) => {
        promises.set(id, { resolve, reject });
      });
    }
    const entries = Object.entries(value as object).map(([name, part]) => [name, decode(part)]);
    return Object.fromEntries(entries) as unknown;
  };
  const callOver = (id: number, args: unknown[]): unknown => {
    post({ kind: 'call', id, value: encode(args) });
    // Events are heard at once, so the answer is there.
    const answer = returned;
    if (answer?.kind === 'throw') throw new Error(decode(answer.value) as string);
    return decode(answer?.value);
  };
  const run = ({ id = 0, value }: Message): void => {
    try {
      const result = functions.get(id)?.(...(decode(value) as unknown[]));
      post({ kind: 'return', value: encode(result) });
    } catch (thrown) {
      post({ kind: 'throw', value: encode(String(thrown)) });
    }
  };
  const settle = ({ id = 0, kept, value }: Message): void => {
    const promise = promises.get(id);
    promises.delete(id);
    if (kept === true) promise?.resolve(decode(value));
    else promise?.reject(new Error(decode(value) as string));
  };
  window.addEventListener(own, (event) => {
    const message = JSON.parse((event as CustomEvent<string>).detail) as Message;
    if (message.kind === 'call') run(message);
    else if (message.kind === 'settle') settle(message);
    else if (message.kind === 'tell') onTold(message.name ?? '', decode(message.value));
    else returned = message;
  });
  return {
    tell: (name, value) => {
      post({ kind: 'tell', name, value: encode(value) });
    },
  };
}

/** The page's own world: what the preload script exposes becomes a property of `window`. */
function startPage(makePeer: typeof createPeer): void {
  makePeer('standin-to-page', 'standin-to-isolated', (name, value) => {
    Object.defineProperty(window, name, { value, enumerable: true, configurable: false, writable: false });
  });
}

/** What `require('electron')` gives a sandboxed preload script (docs/tutorial/sandbox.md), as far as ours uses it. */
function startIsolated(
  makePeer: typeof createPeer,
  { BINDING, RECEIVER }: { readonly BINDING: string; readonly RECEIVER: string },
): { readonly module: object; readonly tellError: (message: string) => void } {
  const peer = makePeer('standin-to-isolated', 'standin-to-page', () => undefined);
  const world = globalThis as unknown as Record<string, (message: string) => void>;
  const listeners = new Map<string, Set<Callable>>();
  const waiting = new Map<number, { resolve: Callable; reject: Callable }>();
  let lastId = 0;
  const post = (message: FromPage): void => {
    world[BINDING]?.(JSON.stringify(message));
  };
  world[RECEIVER] = (text) => {
    const message = JSON.parse(text) as ToPage;
    if (message.kind === 'event') {
      for (const listener of listeners.get(message.channel) ?? []) listener({}, ...message.args);
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') asked?.resolve(message.value);
    else asked?.reject(new Error(message.message));
  };
  const ipcRenderer = {
    on: (channel: string, listener: Callable) => {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return ipcRenderer;
    },
    off: (channel: string, listener: Callable) => {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
    send: (channel: string, ...args: unknown[]) => {
      post({ kind: 'send', channel, args });
    },
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        post({ kind: 'invoke', id: lastId, channel, args });
      }),
  };
  const contextBridge = {
    exposeInMainWorld: (name: string, api: unknown) => {
      peer.tell(name, api);
    },
  };
  return {
    module: { contextBridge, ipcRenderer },
    tellError: (message) => {
      post({ kind: 'preload-error', message });
    },
  };
}
