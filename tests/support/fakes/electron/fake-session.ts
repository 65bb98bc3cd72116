import { EventEmitter } from 'node:events';

type PermissionRequest = (
  contents: unknown,
  permission: string,
  callback: (granted: boolean) => void,
) => void;
type DisplayMedia = (request: unknown, callback: (streams: unknown) => void) => void;

/** https://www.electronjs.org/docs/latest/api/session */
export interface FakeSession extends EventEmitter {
  /** What a page gets that asks for `permission`; true where no handler denies it, as in Electron. */
  requestPermission(permission: string): Promise<boolean>;
  checkPermission(permission: string): boolean;
  requestDevice(): boolean;
  requestScreen(): Promise<unknown>;
  readonly spellChecker: boolean;
}

export function createFakeSession(): FakeSession {
  let onRequest: PermissionRequest | null = null;
  let onCheck: (() => boolean) | null = null;
  let onDevice: (() => boolean) | null = null;
  let onDisplayMedia: DisplayMedia | null = null;
  const session = Object.assign(new EventEmitter(), {
    spellChecker: true,
    setSpellCheckerEnabled: (enabled: boolean) => {
      session.spellChecker = enabled;
    },
    setPermissionRequestHandler: (handler: PermissionRequest) => {
      onRequest = handler;
    },
    setPermissionCheckHandler: (handler: () => boolean) => {
      onCheck = handler;
    },
    setDevicePermissionHandler: (handler: () => boolean) => {
      onDevice = handler;
    },
    setDisplayMediaRequestHandler: (handler: DisplayMedia) => {
      onDisplayMedia = handler;
    },
    requestPermission: (permission: string) =>
      new Promise<boolean>((resolve) => {
        if (onRequest === null) resolve(true);
        else onRequest(null, permission, resolve);
      }),
    checkPermission: () => onCheck?.() ?? true,
    requestDevice: () => onDevice?.() ?? true,
    requestScreen: () =>
      new Promise<unknown>((resolve) => {
        if (onDisplayMedia === null) resolve('everything');
        else onDisplayMedia({}, resolve);
      }),
  });
  return session;
}
