import { z } from 'zod';
import { graphicsChoices } from './graphics.ts';
import { LONGEST_HOURS, readScreenHours } from './screen-hours.ts';
import { LONGEST_WALL, readWall } from './wall.ts';

/** How the picture is turned: `auto` follows the server, the other two are a technician's choice (docs/server-contract.md, Endpoints). */
export const orientationChoices = ['auto', 'landscape', 'portrait'] as const;
export const rotationChoices = ['auto', '0', '90', '180', '270'] as const;
export const fitChoices = ['contain', 'cover', 'fill'] as const;
export const transitionChoices = ['cut', 'cross-fade', 'slide'] as const;
/** Where Linux keeps the key of the stored credentials; Windows and macOS have a protection of their own. */
const secretStoreChoices = ['key-file', 'keyring'] as const;
/** Where the time of day stands on the screen. */
export const clockChoices = ['off', 'top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export const languageChoices = ['auto', 'en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'hu', 'ro'] as const;

const LONGEST_TICKER = 500;

/** Hours by days, as `readScreenHours` takes them, or nothing. */
const hoursText = z
  .string()
  .max(LONGEST_HOURS)
  .refine((text) => text === '' || readScreenHours(text).ok)
  .default('');

/**
 * Every setting of the player, with its default. The environment's name of a setting is `DIGIPLAYER_` and its name
 * in capitals (`serverUrl` → `DIGIPLAYER_SERVER_URL`); durations carry their unit in the name.
 *
 * `quickconnectCode`, `password` and `authCode` are secrets: they come from a provisioning file, the environment or
 * the command line, go to the vault, and are never written to `settings.json`.
 */
export const settingsSchema = z.object({
  serverUrl: z.string().default(''),
  hostname: z.string().max(255).default(''),
  playerId: z.string().default(''),
  groupId: z.string().default(''),
  quickconnectCode: z.string().max(255).default(''),
  password: z.string().max(1024).default(''),
  authCode: z.string().max(1024).default(''),

  verifySsl: z.boolean().default(true),
  useServerCertificate: z.boolean().default(false),
  certificateFingerprint: z.string().default(''),
  certificatePath: z.string().default(''),
  requestTimeoutSeconds: z.number().min(1).max(600).default(30),
  retryAttempts: z.number().int().min(1).max(20).default(3),
  retryDelaySeconds: z.number().min(0.1).max(300).default(5),
  playlistPollSeconds: z.number().min(5).max(86_400).default(60),
  beatSeconds: z.number().min(5).max(86_400).default(60),
  verifySeconds: z.number().min(30).max(86_400).default(300),
  certificateRereadHours: z.number().min(0.01).max(168).default(6),

  cacheFolder: z.string().default(''),
  maxCacheSizeMb: z.number().min(16).max(10_000_000).default(10_240),
  scrubSeconds: z.number().min(1).max(86_400).default(60),
  /** All downloads of media together, in thousands of bits a second; 0: as fast as they come. */
  downloadLimitKbps: z.number().int().min(0).max(10_000_000).default(0),
  /** When media may be downloaded, written as `screenHours`; empty: always. */
  downloadHours: hoursText,

  /** A folder of images and videos that play whenever nothing else can; empty: only `fallback/` in the data folder. */
  fallbackFolder: z.string().default(''),
  /** A folder of music that is heard beside the content; empty: none. */
  backgroundMusic: z.string().default(''),
  /** Takes playlists off sticks that were made for this screen. */
  sticks: z.boolean().default(true),

  orientation: z.enum(orientationChoices).default('auto'),
  startOrientation: z.enum(['landscape', 'portrait']).default('landscape'),
  rotation: z.enum(rotationChoices).default('auto'),
  fit: z.enum(fitChoices).default('contain'),
  backgroundColour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .default('#000000'),
  transition: z.enum(transitionChoices).default('cross-fade'),
  transitionMs: z.number().int().min(0).max(5_000).default(600),
  volume: z.number().min(0).max(100).default(100),
  longestWaitSeconds: z.number().min(1).max(86_400).default(60),
  /** A new order by chance in each round, in place of the list's own. */
  shuffle: z.boolean().default(false),
  clock: z.enum(clockChoices).default('off'),
  /** One line along the lower edge; empty: none. */
  ticker: z
    .string()
    .max(LONGEST_TICKER)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u)
    .default(''),
  /** Moves the picture by a pixel now and then, so that nothing burns in. */
  pixelShift: z.boolean().default(false),
  /** Screens with the same name here and the same playlist show the same at the same time; empty: each goes its own way. */
  syncGroup: z
    .string()
    .max(64)
    .regex(/^[\p{L}\p{N} ._-]*$/u)
    .default(''),
  /** Which part of one picture over many screens this one shows: see `readWall`; empty: the whole. */
  wall: z
    .string()
    .max(LONGEST_WALL)
    .refine((text) => text === '' || readWall(text).ok)
    .default(''),
  resolution: z
    .string()
    .regex(/^(\d{3,5}x\d{3,5})?$/)
    .default(''),
  display: z.string().max(255).default(''),
  /** `HOST=https://SITE/` …: see `parseReferers`. */
  refererFor: z.string().max(4_096).default(''),
  /** Hosts whose web pages may be touched: see `parseTouchHosts`. */
  interactiveHosts: z.string().max(4_096).default(''),
  language: z.enum(languageChoices).default('auto'),

  loggingEnabled: z.boolean().default(true),
  logLevel: z.enum(logLevels).default('info'),
  logFile: z.string().default(''),
  logMaxSizeMb: z.number().min(1).max(1_000).default(5),
  logMaxFiles: z.number().int().min(1).max(100).default(5),

  graphics: z.enum(graphicsChoices).default('auto'),
  /** The settings over content close by themselves after so long without a touch. */
  overlayCloseSeconds: z.number().int().min(30).max(3_600).default(120),
  /** Opens the settings together with Ctrl and Alt, beside S; empty: only S does. */
  overlayKey: z
    .string()
    .regex(/^[a-rt-z0-9]?$/)
    .default(''),

  secretStore: z.enum(secretStoreChoices).default('key-file'),
  /** A folder in memory for what nobody misses after a power cut; empty: all of it lies in the data folder. */
  volatileFolder: z.string().default(''),

  keepAwake: z.boolean().default(true),
  /** When the panel is on: see `readScreenHours`; empty: the server says, or it is always on. */
  screenHours: hoursText,
  /** Turns the panel off also while no item of the playlist may be shown by its days and hours. */
  screenOffWhenClosed: z.boolean().default(false),
  nightlyRestart: z
    .string()
    .regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/)
    .default(''),
  /** Keeps a small picture of the screen in the data folder, at most one for each beat. */
  lastScreen: z.boolean().default(false),
  /** Keeps figures of the screen in the data folder, for Prometheus. */
  metrics: z.boolean().default(false),
  memoryLimitMb: z.number().int().min(0).max(1_000_000).default(0),

  /** Where newer versions of the player are looked for: an address, `server` for the paired server's own, or nowhere. */
  updateFeed: z
    .string()
    .max(2_048)
    .regex(/^(server|https?:\/\/\S+)?$/)
    .default(''),
  /** When a newer version is started; `any`: at the next boundary. */
  updateHour: z
    .string()
    .regex(/^(any|([01]\d|2[0-3]):[0-5]\d)$/)
    .default('03:30'),
});

/** The settings in force, all present. */
export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;

const { shape } = settingsSchema;

/** The settings that the renderer acts on, and that a technician's overlay may change. */
export const visibleSettingsSchema = z.object({
  orientation: shape.orientation.unwrap(),
  rotation: shape.rotation.unwrap(),
  fit: shape.fit.unwrap(),
  backgroundColour: shape.backgroundColour.unwrap(),
  transition: shape.transition.unwrap(),
  transitionMs: shape.transitionMs.unwrap(),
  volume: shape.volume.unwrap(),
  longestWaitSeconds: shape.longestWaitSeconds.unwrap(),
  wall: shape.wall.unwrap(),
  clock: shape.clock.unwrap(),
  pixelShift: shape.pixelShift.unwrap(),
  display: shape.display.unwrap(),
  interactiveHosts: shape.interactiveHosts.unwrap(),
  language: shape.language.unwrap(),
  maxCacheSizeMb: shape.maxCacheSizeMb.unwrap(),
  logLevel: shape.logLevel.unwrap(),
  keepAwake: shape.keepAwake.unwrap(),
  screenHours: shape.screenHours.unwrap(),
  screenOffWhenClosed: shape.screenOffWhenClosed.unwrap(),
  nightlyRestart: shape.nightlyRestart.unwrap(),
  memoryLimitMb: shape.memoryLimitMb.unwrap(),
  overlayCloseSeconds: shape.overlayCloseSeconds.unwrap(),
  overlayKey: shape.overlayKey.unwrap(),
});
type VisibleShape = typeof visibleSettingsSchema.shape;
export type VisibleSettings = Readonly<z.infer<typeof visibleSettingsSchema>>;

const changeOf = <Name extends keyof VisibleShape>(name: Name) =>
  z.object({ name: z.literal(name), value: visibleSettingsSchema.shape[name] });

/** One setting with its new value. */
export const settingChangeSchema = z.discriminatedUnion('name', [
  changeOf('orientation'),
  changeOf('rotation'),
  changeOf('fit'),
  changeOf('backgroundColour'),
  changeOf('transition'),
  changeOf('transitionMs'),
  changeOf('volume'),
  changeOf('longestWaitSeconds'),
  changeOf('clock'),
  changeOf('pixelShift'),
  changeOf('display'),
  changeOf('language'),
  changeOf('maxCacheSizeMb'),
  changeOf('logLevel'),
  changeOf('keepAwake'),
  changeOf('screenHours'),
  changeOf('screenOffWhenClosed'),
  changeOf('nightlyRestart'),
  changeOf('memoryLimitMb'),
  changeOf('overlayCloseSeconds'),
  changeOf('overlayKey'),
]);
/** The settings that change the picture itself: they are tried before they are kept. */
export const lookChangeSchema = z.discriminatedUnion('name', [
  changeOf('orientation'),
  changeOf('rotation'),
  changeOf('fit'),
  changeOf('backgroundColour'),
  changeOf('transition'),
  changeOf('transitionMs'),
  changeOf('display'),
]);
export type LookChange = z.infer<typeof lookChangeSchema>;
export type SettingChange = z.infer<typeof settingChangeSchema>;

/** All settings at their defaults. */
export function defaultSettings(): Settings {
  return settingsSchema.parse({});
}
