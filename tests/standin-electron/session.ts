import { EventEmitter } from 'node:events';
import type { Debugging } from './debugging.ts';

/**
 * https://www.electronjs.org/docs/latest/api/session: the handlers are taken and kept. Of what they decide only downloads
 * happen here: Chromium denies each, and tells of it.
 */
export function createSession() {
  const handlers = new Map<string, unknown>();
  const keep =
    (name: string) =>
    (handler: unknown): void => {
      handlers.set(name, handler);
    };
  return Object.assign(new EventEmitter(), {
    handlers,
    setPermissionRequestHandler: keep('permission request'),
    setPermissionCheckHandler: keep('permission check'),
    setDevicePermissionHandler: keep('device permission'),
    setDisplayMediaRequestHandler: keep('display media request'),
    setSpellCheckerEnabled: () => undefined,
    // Chromium's list of keys is for a start; what the verdict would be, unit tests show.
    setCertificateVerifyProc: keep('certificate'),
    // A browser learns of its proxy when it starts; what would be said, unit tests show.
    setProxy: () => Promise.resolve(),
    closeAllConnections: () => Promise.resolve(),
  });
}

export function watchDownloads(session: EventEmitter, debugging: Debugging): void {
  debugging.onEvent(({ name }) => {
    if (name === 'Browser.downloadWillBegin')
      session.emit('will-download', { preventDefault: () => undefined }, {}, null);
  });
}
