import { z } from 'zod';
import type { DisplayReport } from './displays.ts';
import type { DoctorFinding } from './doctor.ts';
import { pictureBoxSchema } from './drawing.ts';
import { FINGERPRINT } from './fingerprint.ts';
import { networkRequests, type NetworkAnswers } from './network.ts';
import type { Failure, Result } from './result.ts';
import { shuffleTurnSchema, type Program } from './program.ts';
import type { CertificateSummary, Snapshot, SyncProgress, TrustMode } from './status.ts';
import { pinSchema } from './pin.ts';
import { LONGEST_PICTURE } from './screen-picture.ts';
import { lookChangeSchema, settingChangeSchema, type Settings } from './settings-schema.ts';

/**
 * The contract between the renderer and the main process, the same over Electron's IPC and over the Chromium shell's
 * WebSocket: requests are answered once with a `Result`, events flow out. Every input is parsed by its schema before
 * anything acts on it.
 */

const secretSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('code'), code: z.string().min(1).max(255) }),
  z.object({ kind: z.literal('password'), password: z.string().min(1).max(1024) }),
]);

const addressSchema = z.string().trim().min(1).max(2048);

/** What happened to an item on the screen. `program` and `item` are the ids of what was sent; lengths in ms. */
const playbackReportSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('shown'),
    program: z.string(),
    revision: z.number().int(),
    item: z.string(),
    turn: shuffleTurnSchema.exactOptional(),
  }),
  z.object({
    kind: z.literal('ended'),
    program: z.string(),
    item: z.string(),
    shownMs: z.number().nonnegative(),
    complete: z.boolean(),
    reason: z.enum([
      'duration',
      'end-of-media',
      'program-changed',
      'window-closed',
      'screen-off',
      'failed',
      'stopped',
    ]),
  }),
  z.object({
    kind: z.literal('failed'),
    program: z.string(),
    item: z.string(),
    reason: z.string().max(500),
  }),
  z.object({ kind: z.literal('standby'), program: z.string(), revision: z.number().int() }),
  /** Its layer is being made ready behind what is shown; `prepared`: it stands ready. */
  z.object({ kind: z.literal('preparing'), program: z.string(), item: z.string() }),
  z.object({ kind: z.literal('prepared'), program: z.string(), item: z.string() }),
]);

const transitionFiguresSchema = z.object({
  count: z.number().int().nonnegative(),
  held: z.number().int().nonnegative(),
  lateP50: z.number().nonnegative(),
  lateP95: z.number().nonnegative(),
  lateMax: z.number().nonnegative(),
  droppedFrames: z.number().int().nonnegative(),
  repeatedFrames: z.number().int().nonnegative(),
});

const pixelProofSchema = z.object({
  verdict: z.enum(['playing', 'black', 'frozen']),
  luma: z.number().nonnegative(),
  variance: z.number().nonnegative(),
  change: z.number().nonnegative().nullable(),
});

/** The input of each request; what it answers stands in {@link BridgeAnswers}. */
export const bridgeRequests = {
  /** The renderer is up: answers all it needs to draw its first frame. */
  hello: z.object({}),
  /** Something happened on the screen. */
  'report-playback': playbackReportSchema,
  /** Sent by the renderer every few seconds while its stage runs; its silence is a hang. */
  'still-alive': z.object({
    boundaries: transitionFiguresSchema.optional(),
    /** Null: there is nothing on the stage whose pixels can be read. */
    pixels: pixelProofSchema.nullable().optional(),
    /** The stage could not help a black screen by itself and asks to be loaded again. */
    needsReload: z.boolean().optional(),
  }),
  /**
   * Looks at a web page that is about to be shown. `address` must be that of an item which a playlist of this screen
   * has; `userAgent` is what the frame will say it is.
   */
  'look-at-page': z.object({
    address: z.string().min(1).max(8_192),
    userAgent: z
      .string()
      .max(512)
      .regex(/^[\x20-\x7e]+$/),
  }),
  /** For which box vector pictures are drawn on this screen. */
  'report-picture-box': pictureBoxSchema,
  /** Nobody uses the web page any more that somebody touched, and it is gone: what pages have stored in the window goes, too. */
  'forget-pages': z.object({}),
  /** Looks at an address that a person typed: who answers there, over what, with which certificate. Sends no secret. */
  'probe-server': z.object({ address: addressSchema }),
  /**
   * Pairs this screen. `fingerprint` is the one that the person confirmed (null where there is none to confirm);
   * `plainConsent` is the explicit yes to http. `pin` becomes the settings' PIN together with the pairing, or neither
   * is done.
   */
  pair: z.object({
    address: addressSchema,
    hostname: z.string().trim().min(1).max(255),
    secret: secretSchema,
    fingerprint: z.string().regex(FINGERPRINT).nullable(),
    plainConsent: z.boolean(),
    pin: pinSchema.nullable().default(null),
  }),
  'cancel-pairing': z.object({}),
  ...networkRequests,
  /**
   * Goes out by this proxy from now on: `http://HOST:PORT`, `system`, or nothing. The sign-in may stand in the address, too; it is
   * sealed, and never told again.
   */
  'use-proxy': z.object({
    address: z.string().trim().max(4_096),
    user: z.string().max(255),
    password: z.string().max(1_024),
  }),
  /** What time it is for the group of this screen; null: it is in none. */
  'group-time': z.object({}),
  /** Somebody touched the screen or a key: a panel that is off by its hours comes on for two minutes. */
  'wake-panel': z.object({}),
  /** Asks the server for the playlist now. */
  'sync-now': z.object({}),
  /** A technician accepts the certificate that was refused; the fingerprint says which one was meant. */
  'accept-certificate': z.object({ fingerprint: z.string().regex(FINGERPRINT) }),
  /** What certificate the paired server shows now, over a handshake that says nothing. */
  'look-at-certificate': z.object({}),
  /** A technician trusts what the server shows now in place of what was trusted; the fingerprint says which one was meant. */
  'use-certificate': z.object({ fingerprint: z.string().regex(FINGERPRINT) }),
  /** Runs the connection doctor; null: on the server that is in use or configured. Sends no secret to anybody else. */
  'run-doctor': z.object({ address: addressSchema.nullable() }),
  'change-setting': settingChangeSchema,
  /** Opens the settings with their PIN; fails with `wrong-pin` or `pin-locked-out`. */
  unlock: z.object({ pin: pinSchema }),
  /** Locks the settings again: the overlay was closed. */
  lock: z.object({}),
  /** Sets the PIN of the settings, or none. */
  'set-pin': z.object({ pin: pinSchema.nullable() }),
  /** Lets the player start when its user logs in, or lets it not. */
  'set-autostart': z.object({ on: z.boolean() }),
  /** Forgets the server and shows the pairing screen. */
  unpair: z.object({}),
  /** Goes by another look of the picture until it is kept or undone; undone by itself after 15 s, and by a restart. */
  'try-setting': lookChangeSchema,
  'keep-settings': z.object({}),
  'undo-settings': z.object({}),
  /** The server of a pairing that is tried stays; or the one before it comes back, as by itself after 15 s. */
  'keep-server': z.object({}),
  'undo-server': z.object({}),
  /** The displays that the player can stand on. */
  'read-displays': z.object({}),
  /** What the stored bytes are for. */
  'read-storage': z.object({}),
  /** What the machine says of itself now: memory, temperature. */
  'read-health': z.object({}),
  /** The newest lines of the log, oldest first. */
  'read-log': z.object({ count: z.number().int().min(1).max(500) }),
  /** The newest decisions about trust, newest first. */
  'read-trust-audit': z.object({ count: z.number().int().min(1).max(500) }),
  /** Takes a picture of what is shown now, for the diagnostics that are asked for next. */
  'picture-screen': z.object({}),
  /** Captures the screen for the small picture of it; answers where on this origin the capture can be read once. */
  'capture-screen': z.object({}),
  /** Keeps the small picture, a WebP as base64: nothing that is nobody's business was on the screen meanwhile. */
  'keep-screen-picture': z.object({
    picture: z
      .string()
      .max(LONGEST_PICTURE)
      .regex(/^[A-Za-z0-9+/]*={0,2}$/),
  }),
  /** Where an export can go: sticks and cards, and the data folder. */
  'read-export-places': z.object({}),
  /**
   * Writes a zip that explains this screen to whoever looks into it, without secrets. `folder` is one of the export places, null:
   * the data folder; `browser` is what the browser says it is.
   */
  'export-diagnostics': z.object({
    folder: z.string().min(1).max(4_096).nullable(),
    browser: z
      .string()
      .max(512)
      .regex(/^[\x20-\x7e]*$/),
  }),
  /** Writes the whole proof of play to a CSV file. */
  'export-plays': z.object({}),
  /** Deletes every file that no playlist needs. */
  'clear-cache': z.object({}),
  /** Reads every file again and fetches what is rotten. */
  'verify-cache': z.object({}),
  /** Gives every file that did not play another chance. */
  'retry-items': z.object({}),
  /** Asks the feed for a newer version of the player, and brings it here; null: there is none. */
  'look-for-update': z.object({}),
  /** Starts what is here, or what the feed offers, at the next boundary. */
  'install-update': z.object({}),
  /** Ends the player, or starts it anew. */
  quit: z.object({}),
  relaunch: z.object({}),
} as const satisfies Record<string, z.ZodType>;

export type RequestName = keyof typeof bridgeRequests;
export type RequestInput<Name extends RequestName> = z.infer<(typeof bridgeRequests)[Name]>;
export type PlaybackReport = z.infer<typeof playbackReportSchema>;

/** Who answered at an address that was typed. */
export interface ServerProbe {
  /** The address as it will be used, for example `https://192.168.0.121`. */
  readonly url: string;
  /** The trust mode that pairing would use. `plain` needs the person's consent, `pinned` the fingerprint's. */
  readonly mode: Exclude<TrustMode, 'none' | 'insecure'>;
  readonly certificate: CertificateSummary | null;
  /** The server's own version from `/api/health`; null when it did not say. */
  readonly version: string | null;
}

/** What the head of a web page says (`look-at-page`); each header as it came, several joined by commas. */
export interface PageHead {
  readonly status: number;
  /** `X-Frame-Options`; null without one. */
  readonly frameOptions: string | null;
  /** `Content-Security-Policy`; null without one. */
  readonly contentSecurityPolicy: string | null;
  /** Where the page came from after its redirects. */
  readonly address: string;
}

/** The synchronised time of a group when the question was answered. */
export interface GroupMoment {
  readonly epochMs: number;
  /** How often the time was set anew instead of being moved slowly. */
  readonly settings: number;
}

interface Hello {
  readonly snapshot: Snapshot;
  readonly program: Program | null;
}

/** One line of the log, without secrets; `time` is ISO 8601, UTC. */
export interface LogEntry {
  readonly time: string;
  readonly level: Settings['logLevel'];
  readonly message: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** One decision about whom to trust. */
export interface TrustAuditLine {
  readonly at: string;
  readonly decision: string;
  readonly by: 'installer' | 'technician' | 'file' | 'rotation';
  readonly server: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly note: string;
}

/** What the bytes of the store are for, and how far a check of all files has come. */
export interface StorageUse {
  /** What plays, what is staged, and what is being fetched for the next playlist. */
  readonly neededBytes: number;
  readonly previousBytes: number;
  /** Of no playlist; the first to go. */
  readonly otherBytes: number;
  readonly unfinishedBytes: number;
  readonly verifying: { readonly done: number; readonly total: number } | null;
}

/** What the machine says of itself; null: it cannot be told here. */
export interface Health {
  readonly playerMb: number | null;
  readonly browserMb: number | null;
  /** Of the hottest part that has a sensor, °C. */
  readonly temperatureCelsius: number | null;
}

/** A folder that an export can be written to. */
interface ExportPlace {
  readonly path: string;
  /** A stick or a card, else the data folder. */
  readonly removable: boolean;
  readonly freeBytes: number | null;
}

/** What each request answers when it succeeds. */
export interface BridgeAnswers extends NetworkAnswers {
  hello: Hello;
  'report-playback': null;
  'still-alive': null;
  'look-at-page': PageHead;
  'report-picture-box': null;
  'forget-pages': null;
  'probe-server': ServerProbe;
  pair: null;
  'cancel-pairing': null;
  'use-proxy': null;
  'group-time': GroupMoment | null;
  'wake-panel': null;
  'sync-now': null;
  'accept-certificate': null;
  'look-at-certificate': CertificateSummary;
  'use-certificate': null;
  'run-doctor': readonly DoctorFinding[];
  'change-setting': null;
  unlock: null;
  lock: null;
  'set-pin': null;
  'set-autostart': null;
  unpair: null;
  'try-setting': null;
  'keep-settings': null;
  'undo-settings': null;
  'keep-server': null;
  'undo-server': null;
  'read-displays': DisplayReport;
  'read-storage': StorageUse;
  'read-health': Health;
  'read-log': readonly LogEntry[];
  'read-trust-audit': readonly TrustAuditLine[];
  /** False: the shell has no picture to give. */
  'picture-screen': { readonly taken: boolean };
  'capture-screen': { readonly source: string };
  'keep-screen-picture': null;
  'read-export-places': readonly ExportPlace[];
  'export-diagnostics': { readonly path: string };
  'export-plays': { readonly path: string; readonly records: number };
  'clear-cache': { readonly freedBytes: number };
  'verify-cache': { readonly checked: number; readonly lost: number };
  'retry-items': null;
  'look-for-update': { readonly version: string | null };
  'install-update': null;
  quit: null;
  relaunch: null;
}

export type PairingStep = 'reach' | 'trust' | 'sign-in' | 'playlist' | 'download' | 'play';

/** Events that flow to the renderer. */
export interface BridgeEvents {
  /** The whole status, at most a few times a second. */
  snapshot: Snapshot;
  /** A program to take over at the next item boundary; null: nothing to play yet. */
  program: Program | null;
  /** A picture of the screen is due. */
  'screen-picture-wanted': null;
  /** The process that draws was replaced: what was drawn on canvases is gone, and the page has to draw it anew. */
  'graphics-lost': null;
  /** How pairing goes, step by step. */
  'pairing-step': {
    readonly step: PairingStep;
    readonly progress: SyncProgress | null;
    /** What the step failed with; it goes on by itself when that passes. */
    readonly failure?: Failure;
  };
}

export type EventName = keyof BridgeEvents;

/** What `window.player` offers to the renderer, whatever carries it. */
export interface PlayerBridge {
  call<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<Result<BridgeAnswers[Name]>>;
  /** Listens to an event; answers a function that stops listening. */
  on<Name extends EventName>(name: Name, listener: (payload: BridgeEvents[Name]) => void): () => void;
}

/** The names of all requests and events, for code that must list them. */
export const requestNames = Object.keys(bridgeRequests) as RequestName[];
export const eventNames = [
  'snapshot',
  'program',
  'graphics-lost',
  'pairing-step',
  'screen-picture-wanted',
] as const satisfies EventName[];
