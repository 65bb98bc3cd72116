import type { CustomScheme } from 'electron';
import { orderRule } from './order-rule.ts';
import type { FakeApp } from './fake-app.ts';

type Handler = (request: Request & { initiatorOrigin?: string }) => Response | Promise<Response>;

/** https://www.electronjs.org/docs/latest/api/protocol */
export interface FakeProtocol {
  readonly schemes: readonly CustomScheme[];
  readonly handlers: ReadonlyMap<string, Handler>;
  /** A request as Chromium would issue it; `initiatorOrigin` absent: the browser itself. */
  request(url: string, init?: RequestInit & { initiatorOrigin?: string }): Promise<Response>;
}

export function createFakeProtocol(app: Pick<FakeApp, 'ready'>): FakeProtocol {
  const handlers = new Map<string, Handler>();
  const protocol = {
    schemes: [] as CustomScheme[],
    handlers,
    registerSchemesAsPrivileged: (schemes: CustomScheme[]) => {
      orderRule(!app.ready, 'schemes are registered before ready');
      orderRule(protocol.schemes.length === 0, 'schemes are registered only once');
      protocol.schemes = schemes;
    },
    handle: (scheme: string, handler: Handler) => {
      orderRule(app.ready, 'protocol.handle is called after ready');
      if (handlers.has(scheme)) throw new Error(`The scheme ${scheme} is handled already`);
      handlers.set(scheme, handler);
    },
    request: async (url: string, init: RequestInit & { initiatorOrigin?: string } = {}) => {
      const handler = handlers.get(url.slice(0, url.indexOf(':')));
      if (handler === undefined) throw new Error('ERR_UNKNOWN_URL_SCHEME');
      const { initiatorOrigin, ...rest } = init;
      const request = new Request(url, rest);
      return handler(initiatorOrigin === undefined ? request : Object.assign(request, { initiatorOrigin }));
    },
  };
  return protocol;
}
