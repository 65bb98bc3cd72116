import type { EventName } from './bridge.ts';
import type { DisplayReport } from './displays.ts';
import type { DrawingPort } from './drawing.ts';
import type { RefererRule } from './referers.ts';
import type { Failure, Result } from './result.ts';
import type { Settings } from './settings-schema.ts';
import type { GraphicsFacts, GraphicsReport, VideoDecoder } from './graphics.ts';
import type { AwakeReport } from './status.ts';
import type { UpdatePort } from './update-form.ts';

/**
 * The Host port: all that a shell provides to the player, and nothing of the player's business.
 */
export interface Host {
  readonly name: 'electron' | 'chromium';
  readonly appVersion: string;
  /** An absolute path; exists, mode 700, and belongs to this process alone. */
  readonly dataFolder: string;
  /** The machine's name, offered as the screen's name. */
  readonly machineName: string;
  /** BCP 47, for example `de-AT`. */
  readonly locale: string;
  readonly secrets: SecretBox;
  readonly settings: SettingsStore;
  readonly screen: ScreenPort;
  readonly bridge: BridgeTransport;
  /** Draws vector pictures apart from the window; missing where no browser is the shell's own. */
  readonly drawing?: DrawingPort;
  /** Registers the one answerer of `/media/{sha256}` requests. Until then the shell answers 503. */
  serveMedia(answer: (request: Request) => Promise<Response>): void;
  /** Adds a Referer to requests of these hosts; from the next start of the page on, where the shell cannot sooner. */
  useReferers?(rules: readonly RefererRule[]): void;
  readonly touchPages?: TouchPages;
  /** Asks the system not to blank the screen, or lets it, and tells what was achieved. */
  keepAwake(awake: boolean): Promise<AwakeReport>;
  /**
   * Hears of every loss of the page or its window that nobody asked for; those before are told at once. The shell brings
   * back nothing by itself: {@link ScreenPort.reload} is the order to.
   */
  onTrouble?(listener: (trouble: ScreenTrouble) => void): void;
  /**
   * Hears why the shell can have no window at all (no display, no browser), in which it waits without limit, and null when
   * there is one again. A window that is away already is told at once. None of it is a trouble.
   */
  onScreenAway?(listener: (failure: Failure | null) => void): void;
  /** Hears that the system woke up, where the shell is told; the player notices it by itself a little later. */
  onResume?(listener: () => void): void;
  /** What the window's processes use, in MB; null when it cannot be told. */
  memoryMb?(): Promise<number | null>;
  /** Lets web pages of the paired server be shown whose certificate only the pin vouches for; missing where it cannot. */
  readonly pageTrust?: PageTrust;
  /** How the screen is drawn; missing where no window is the shell's own. */
  graphics?(): GraphicsReport;
  /** What Chromium says of its graphics; null when it cannot be told now. */
  graphicsFacts?(): Promise<GraphicsFacts | null>;
  readonly videoDecoders?: VideoDecoders;
  /** How many dumps native crashes have left in the data folder, which keeps the newest few; missing where the shell has none. */
  crashDumps?(): number;
  /** The start at this user's login; missing where the shell has no way to arrange it. */
  readonly autostart?: AutostartPort;
  /** How the program is brought up to date; missing where it is not. */
  readonly updates?: UpdatePort;
  /** Starts the player anew after it stopped. */
  relaunch(): void;
  /** Ends the process after the player stopped. */
  quit(exitCode: number): void;
}

/** Web pages that people may touch; missing where the window is not the shell's own. */
export interface TouchPages {
  /** Pages of these hosts lead nowhere else from now on. */
  use(hosts: readonly string[]): void;
  /** Wipes whatever touched pages have stored in the window. */
  forget(): Promise<Result<unknown>>;
}

/** What a shell saw fail, in a few words. A lost graphics process has a successor already, under the same page. */
export interface ScreenTrouble {
  readonly reason: string;
  readonly lost: 'page' | 'graphics';
  /** Only a new process helps, which does without what keeps failing. */
  readonly needsNewProcess?: boolean;
}

/** The certificate that the paired server is pinned to. */
export interface PagePin {
  /** A host name, or an IP address without brackets. */
  readonly host: string;
  /** SHA-256 of the certificate, 64 upper-case hex digits. */
  readonly fingerprint: string;
  /** SHA-256 of its public key, in the same form. */
  readonly publicKeyHash: string;
}

/** What decodes the videos of this window. */
export interface VideoDecoders {
  /** Null: not told, or no video. `source` is that of the item. */
  of(source: string): VideoDecoder | null;
  /** Hears that something more is known. */
  listen(listener: () => void): void;
}

/** Which certificate the window takes beside those that the system trusts. */
export interface PageTrust {
  /** Null: none. */
  set(pin: PagePin | null): void;
  /** Whether the window that is up now takes it; one that cannot learn does so from its next start on. */
  holds(pin: PagePin): boolean;
}

/** Whether the player starts when its user logs in. */
export interface AutostartPort {
  isOn(): boolean;
  /** `autostart` when it cannot be arranged. */
  set(on: boolean): Result<void>;
}

/** A secret in the clear, and whether it should be encrypted anew. */
export interface OpenedSecret {
  readonly clear: string;
  readonly encryptAgain: boolean;
}

/** Encrypts small secrets for this machine. Both calls reject only for bugs; a wrong key or damage is `null`. */
export interface SecretBox {
  /** What protects the secrets, named honestly: `key-file`, or what Electron's safeStorage says. */
  readonly backend: string;
  encrypt(clear: string): Promise<Uint8Array>;
  /** Null when it cannot be decrypted here, `unavailable` when its key cannot be had just now and nothing is wrong with it. */
  decrypt(sealed: Uint8Array): Promise<OpenedSecret | 'unavailable' | null>;
}

/** Where changed settings are kept (`settings.json`, mode 600). Never holds a secret. */
export interface SettingsStore {
  /** What is stored now; unknown or damaged content is an empty object. */
  read(): Record<string, unknown>;
  write(changes: Partial<Settings>): void;
  /** Where a damaged `settings.json` was kept aside, in which case the settings began empty; null: it was in order. */
  damagedKeptAs?(): string | null;
}

/** The one window. */
export interface ScreenPort {
  /** The shell has a window of its own and shows the player in it; elsewhere nobody may ever open one. */
  readonly hasWindow?: boolean;
  /** Brings the window up, or to the front. */
  show(): Promise<void>;
  reload(reason: string): Promise<void>;
  /** Gives the page new processes; where it is missing, `reload` does that. */
  restart?(reason: string): Promise<void>;
  /** A PNG of what is shown; null when the shell cannot tell. */
  capture(): Promise<Uint8Array | null>;
  isAlive(): Promise<boolean>;
  /** The displays of this machine; missing where the shell places no window. */
  displays?(): Promise<DisplayReport>;
  /** Fills the display that `wish` names (setting `display`) from now on; nothing moves where that cannot be done now. */
  useDisplay?(wish: string): void;
}

/** Carries requests from the renderer and events to it. */
export interface BridgeTransport {
  /**
   * Registers the one handler of requests. The shell has checked who asks; name and input are as they came, and the
   * handler parses them. What it answers must survive JSON.
   */
  serve(handler: (name: string, input: unknown) => Promise<unknown>): void;
  /** Sends an event to every connected renderer; with none connected it is dropped (the next `hello` has it all). */
  send(name: EventName, payload: unknown): void;
}
