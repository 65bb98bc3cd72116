import type { BrowserPage } from '../../../src/shells/chromium/browser-page.ts';
import type { Browser } from '../../../src/shells/chromium/browser.ts';
import { fail, ok } from '../../../src/shared/result.ts';

/** A browser that is only pretended, ended and hung by a test. */
export interface PretendBrowser extends Browser {
  readonly visited: string[];
  /** The displays that the window was to fill. */
  readonly placed: string[];
  /** Whether the guard was in the page when it went to its address; null before it went. */
  guardedBefore(): boolean | null;
  isGuarded(): boolean;
  end(reason: string, words?: string): void;
  losePage(reason: string): void;
  /** From now on the page's thread answers nothing. */
  hang(): void;
}

/** Whether a browser has a page: not yet, or never, is no page either. */
export type PageWhen = 'at-once' | 'not-yet' | 'never';

/** Makes one; `loadError`: why its page cannot load the player; `stands`: the page that it was started at is the player's. */
export function pretendBrowser(loadError: string | null, pageWhen: PageWhen, stands = true): PretendBrowser {
  const ended = Promise.withResolvers<string>();
  const visited: string[] = [];
  const placed: string[] = [];
  let isHung = false;
  let isGuarded = false;
  let guardedBefore: boolean | null = null;
  let words = '';
  let lost: (reason: string) => void = () => undefined;
  const page: BrowserPage = {
    navigate: (url) => {
      visited.push(url);
      guardedBefore = isGuarded;
      return Promise.resolve(loadError === null ? ok({}) : fail('browser-refused', loadError));
    },
    reload: () => Promise.resolve(ok({})),
    capture: () => Promise.resolve(null),
    evaluate: () => Promise.resolve(stands),
    answers: () => Promise.resolve(!isHung),
    bringToFront: () => Promise.resolve(),
    hidePointer: () => undefined,
    lockDown: () => {
      isGuarded = true;
      return Promise.resolve();
    },
    useReferers: () => Promise.resolve(),
    graphicsProcess: () => Promise.resolve(null),
    useTouchHosts: () => Promise.resolve(),
    forgetPages: () => Promise.resolve(ok({})),
    graphicsFacts: () => Promise.resolve(null),
    fillScreen: (wish) => {
      placed.push(wish);
      return Promise.resolve(null);
    },
    displays: () => Promise.resolve([]),
    onLost: (listener) => {
      lost = listener;
    },
  };
  return {
    pid: 4_711,
    page:
      pageWhen === 'not-yet'
        ? new Promise(() => undefined)
        : Promise.resolve(pageWhen === 'never' ? null : page),
    lastWords: () => words,
    ended: ended.promise,
    visited,
    placed,
    guardedBefore: () => guardedBefore,
    isGuarded: () => isGuarded,
    end: (reason, said = '') => {
      words = said;
      ended.resolve(reason);
    },
    losePage: (reason) => {
      lost(reason);
    },
    hang: () => {
      isHung = true;
    },
    kill: () => {
      ended.resolve('signal SIGKILL');
    },
    stop: () => {
      ended.resolve('exit code 0');
      return Promise.resolve();
    },
  };
}
