import type { App, Session, WebContents } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import { START_URL } from './app-origin.ts';
import type { ElectronTouchPages, KnownFrame } from './touch-pages.ts';

/**
 * Puts every renderer into the sandbox, before ready (https://www.electronjs.org/docs/latest/api/app#appenablesandbox).
 *
 * Except where Electron was started with `--no-sandbox` (as root; by a package where user namespaces are closed): this call
 * takes that switch back, and each process started later would abort (electron, shell/browser/api/electron_api_app.cc).
 * Answers whether the sandbox is on.
 */
export function enableSandbox(app: Pick<App, 'enableSandbox' | 'commandLine'>, log: Log): boolean {
  if (app.commandLine.hasSwitch('no-sandbox')) {
    log.warn(
      'Chromium runs without its sandbox (--no-sandbox). Use an ordinary user, and user namespaces, for a screen in public.',
    );
    return false;
  }
  app.enableSandbox();
  return true;
}

/** What a frame needs for a web page at an address of the local network; not `loopback-network`, which is this machine. */
const LOCAL_NETWORK: readonly string[] = ['local-network', 'local-network-access'];

/**
 * Denies everything that a page can ask of a session: permissions (requests, checks, devices, screen capture) and
 * downloads (https://www.electronjs.org/docs/latest/api/session). The player needs none of them but the
 * local network, for frames of its own window.
 */
export function lockSession(session: Session, isOwn: (contents: WebContents | null) => boolean): void {
  const isGranted = (contents: WebContents | null, permission: string): boolean =>
    LOCAL_NETWORK.includes(permission) && isOwn(contents);
  session.setPermissionRequestHandler((contents, permission, callback) => {
    callback(isGranted(contents, permission));
  });
  session.setPermissionCheckHandler((contents, permission) => isGranted(contents, permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => {
    callback(null);
  });
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  session.setSpellCheckerEnabled(false);
}

/**
 * Denies navigation (of frames what `mayLoad` denies), new windows, webviews and client certificates in every contents that this app ever makes
 * (https://www.electronjs.org/docs/latest/api/web-contents).
 */
export function lockEveryContents(
  app: Pick<App, 'on'>,
  log: Log,
  mayLoad: ElectronTouchPages['mayLoad'] = () => true,
): void {
  app.on('web-contents-created', (_event, contents) => {
    lockContents(contents, log, mayLoad);
  });
  app.on('select-client-certificate', (event, _contents, _url, _certificates, callback) => {
    event.preventDefault();
    callback();
  });
}

function lockContents(contents: WebContents, log: Log, mayLoad: ElectronTouchPages['mayLoad']): void {
  const isAllowed = ({ url, isMainFrame, frame }: Destination): boolean =>
    mayNavigate(url, isMainFrame) && (isMainFrame || mayLoad(frame ?? null, url));
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (details) => {
    if (isAllowed(details)) return;
    details.preventDefault();
    log.warn('A page wanted to leave and was held.', { mainFrame: details.isMainFrame });
  });
  contents.on('will-redirect', (details) => {
    if (!isAllowed(details)) details.preventDefault();
  });
  contents.on('select-bluetooth-device', (event, _devices, callback) => {
    event.preventDefault();
    callback('');
  });
}

/** Where a frame is led. */
interface Destination {
  readonly url: string;
  readonly isMainFrame: boolean;
  readonly frame?: KnownFrame | null;
}

/** The main frame may only reload its start page; a frame in it (a web page as an item) may move about the web. */
export function mayNavigate(url: string, isMainFrame: boolean): boolean {
  if (isMainFrame) return url === START_URL;
  // What a page builds itself for a frame of its own stays in that page's sandbox, as in the Chromium shell.
  return /^(about:(blank|srcdoc)$|https?:\/\/|blob:|data:)/i.test(url);
}
