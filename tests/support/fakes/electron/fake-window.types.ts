import type { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, Input, Rectangle } from 'electron';

export interface FakeFrame {
  readonly parent: FakeFrame | null;
  readonly frameToken: string;
  origin: string;
  executeJavaScript?(code: string): Promise<unknown>;
}

/** https://www.electronjs.org/docs/latest/api/web-contents */
export interface FakeContents extends EventEmitter {
  readonly id: number;
  readonly mainFrame: FakeFrame;
  /** What was sent to the page: channel and arguments. */
  readonly sent: unknown[][];
  readonly crashed: boolean;
  /** The debugging protocol: the commands that were sent, and whether it is attached. */
  readonly debugger: EventEmitter & { readonly attached: boolean; readonly commands: readonly string[] };
  /** The kinds of input that were sent to the page. */
  readonly inputs: readonly string[];
  /** Every address that was loaded, in order. */
  readonly loads: readonly string[];
  /** The renderer process dies. */
  crash(reason: string): void;
  /** The page's thread does nothing any more, or comes to itself. */
  setHung(isHung: boolean): void;
  /** A key is pressed; answers whether the page gets to see it. */
  press(input: Partial<Input>): boolean;
  /** A frame wants to go to `url`; answers whether it may. */
  navigate(url: string, isMainFrame: boolean): boolean;
  /** `window.open(url)`. */
  openWindow(url: string): 'allow' | 'deny';
}

/** https://www.electronjs.org/docs/latest/api/browser-window */
export interface FakeWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents: FakeContents;
  readonly visible: boolean;
  readonly kiosk: boolean;
  readonly bounds: Rectangle;
  readonly destroyed: boolean;
  /** Which bounds were asked for, in order, whether or not they were taken. */
  readonly boundsAsked: readonly Rectangle[];
  /** The level on which it stands above all others; null: it does not. */
  readonly topLevel: string | null;
  /** Whether macOS forgets to say that fullscreen was left. */
  isMute: boolean;
  /** How often kiosk mode was left. */
  readonly kioskLeft: number;
  /** A person, or the window manager, closes the window. */
  close(): void;
}
