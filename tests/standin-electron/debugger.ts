import { EventEmitter } from 'node:events';
import type { Debugger } from 'electron';
import type { Page } from './page.ts';

export interface StandInDebugger {
  readonly debugger: Pick<Debugger, 'attach' | 'detach' | 'isAttached' | 'sendCommand'> & EventEmitter;
  /** An event of the page's session: told where the app enabled its domain. */
  hear(name: string, parameters: unknown): void;
}

/** https://www.electronjs.org/docs/latest/api/debugger, over the one session that the stand-in has with the page. */
export function createDebugger(page: Pick<Page, 'send'>): StandInDebugger {
  const enabled = new Set<string>();
  let isAttached = false;
  const session = Object.assign(new EventEmitter(), {
    isAttached: () => isAttached,
    attach: () => {
      if (isAttached) throw new TypeError('Debugger is already attached to the target');
      isAttached = true;
    },
    detach: () => {
      isAttached = false;
      enabled.clear();
      session.emit('detach', {}, 'target closed');
    },
    sendCommand: (method: string, parameters?: object) => {
      if (!isAttached) return Promise.reject(new Error('No target available'));
      const [domain = '', command] = method.split('.');
      if (command === 'enable') enabled.add(domain);
      return page.send(method, parameters);
    },
  });
  return {
    debugger: session,
    hear: (name, parameters) => {
      if (isAttached && enabled.has(name.split('.')[0] ?? ''))
        session.emit('message', {}, name, parameters, '');
    },
  };
}
