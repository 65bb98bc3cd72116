import { EventEmitter } from 'node:events';
import type { ProxyConfig, Session } from 'electron';

type PermissionRequest = (
  contents: unknown,
  permission: string,
  callback: (granted: boolean) => void,
) => void;
type DisplayMedia = (request: unknown, callback: (streams: unknown) => void) => void;

/** https://www.electronjs.org/docs/latest/api/session */
export interface FakeSession extends EventEmitter {
  /** What a page gets that asks for `permission`; true where no handler denies it, as in Electron. */
  requestPermission(permission: string, contents?: unknown): Promise<boolean>;
  checkPermission(permission: string, contents?: unknown): boolean;
  requestDevice(): boolean;
  requestScreen(): Promise<unknown>;
  /** What becomes of a certificate in PEM: 0 is trusted, -2 refused, -3 left to Chromium. */
  verifyCertificate(hostname: string, pem: string): number;
  readonly connectionsClosed: number;
  /** What was asked for last; null: nothing. */
  readonly proxy: ProxyConfig | null;
  setProxy(config: ProxyConfig): Promise<void>;
  setCertificateVerifyProc: Session['setCertificateVerifyProc'];
  closeAllConnections(): Promise<void>;
  readonly spellChecker: boolean;
}

export function createFakeSession(): FakeSession {
  let onRequest: PermissionRequest | null = null;
  let onCheck: ((contents: unknown, permission: string) => boolean) | null = null;
  let onDevice: (() => boolean) | null = null;
  let onDisplayMedia: DisplayMedia | null = null;
  let onCertificate: Parameters<Session['setCertificateVerifyProc']>[0] = null;
  const session = Object.assign(new EventEmitter(), {
    spellChecker: true,
    connectionsClosed: 0,
    proxy: null as ProxyConfig | null,
    setProxy: (config: ProxyConfig) => {
      session.proxy = config;
      return Promise.resolve();
    },
    setCertificateVerifyProc: (proc: typeof onCertificate) => {
      onCertificate = proc;
    },
    // Verdicts are kept by the network service for as long as its connections are.
    closeAllConnections: () => {
      session.connectionsClosed += 1;
      return Promise.resolve();
    },
    verifyCertificate: (hostname: string, pem: string) => {
      let verdict = -3;
      const request = { hostname, certificate: { data: pem } } as Parameters<
        NonNullable<typeof onCertificate>
      >[0];
      onCertificate?.(request, (given) => (verdict = given));
      return verdict;
    },
    setSpellCheckerEnabled: (enabled: boolean) => {
      session.spellChecker = enabled;
    },
    setPermissionRequestHandler: (handler: PermissionRequest) => {
      onRequest = handler;
    },
    setPermissionCheckHandler: (handler: NonNullable<typeof onCheck>) => {
      onCheck = handler;
    },
    setDevicePermissionHandler: (handler: () => boolean) => {
      onDevice = handler;
    },
    setDisplayMediaRequestHandler: (handler: DisplayMedia) => {
      onDisplayMedia = handler;
    },
    requestPermission: (permission: string, contents: unknown = null) =>
      new Promise<boolean>((resolve) => {
        if (onRequest === null) resolve(true);
        else onRequest(contents, permission, resolve);
      }),
    checkPermission: (permission: string, contents: unknown = null) =>
      onCheck?.(contents, permission) ?? true,
    requestDevice: () => onDevice?.() ?? true,
    requestScreen: () =>
      new Promise<unknown>((resolve) => {
        if (onDisplayMedia === null) resolve('everything');
        else onDisplayMedia({}, resolve);
      }),
  });
  return session;
}
