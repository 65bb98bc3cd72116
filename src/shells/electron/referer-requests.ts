import type { Session } from 'electron';
import { refererFor, type RefererRule } from '../../shared/referers.ts';

/**
 * Adds the Referer of a rule to the requests of its host, in every frame
 * (https://www.electronjs.org/docs/latest/api/web-request#webrequestonbeforesendheadersfilter-listener). Without rules
 * nothing is listened to.
 */
export function useReferers(session: Pick<Session, 'webRequest'>, rules: readonly RefererRule[]): void {
  if (rules.length === 0) return;
  const filter = { urls: ['http://*/*', 'https://*/*'] };
  session.webRequest.onBeforeSendHeaders(filter, ({ url, requestHeaders }, callback) => {
    const referer = refererFor(rules, url);
    callback({ requestHeaders: referer === null ? requestHeaders : { ...requestHeaders, Referer: referer } });
  });
}
