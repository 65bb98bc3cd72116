import type { CallCode } from '../shared/failure-codes.ts';
import { createVault } from './auth/vault.ts';
import type { Credentials, Vault } from './auth/auth.types.ts';
import type { DiskWrites } from '../platform/files/disk-writes.ts';
import { createLogging, type Logging } from '../platform/logging/create-logging.ts';
import { createMediaStore } from './media/media-store.ts';
import { createLocalFolder, type LocalFolder } from './media/local-folder.ts';
import { fallbackFolders, musicFolder, withLocalFiles, type FolderOfMedia } from './media/local-folders.ts';
import type { MediaEvent, MediaStore } from './media/media-types.ts';
import { createOwnContent, type OwnContent } from './playlist/own-content.ts';
import { keepPlayingCopy } from './playlist/playing-copy.ts';
import { originOf } from '../shared/origin-of.ts';
import { currentZone } from '../platform/machine/zone-watch.ts';
import { createDownloadHours } from './playlist/download-hours.ts';
import type { ServerTime } from './server/server-time.ts';
import type { GroupMarks } from './playlist/group-marks.ts';
import { createPlaylistManager } from './playlist/playlist-manager.ts';
import type { PlaylistManager } from './playlist/playlist-manager.types.ts';
import { createServedAlert } from './playlist/served-alert.ts';
import type { ServedField } from './playlist/served-field.ts';
import { createServedTicker } from './playlist/served-ticker.ts';
import { createServedHours } from './playlist/served-hours.ts';
import type { DownloadAnswer, DownloadRequest } from './server/server-client.types.ts';
import type { Clock } from '../shared/clock.ts';
import { createEvents, type Events } from '../shared/events.ts';
import type { Host } from '../shared/host.ts';
import type { Program } from '../shared/program.ts';
import type { Result } from '../shared/result.ts';
import { secretSettings } from '../shared/secret-settings.ts';
import type { Settings } from '../shared/settings-schema.ts';
import type { KeyValueStore } from '../platform/store/key-value-store.ts';
import { createMediaIndex } from '../platform/store/media-index.ts';
import type { KeptDatabase } from '../platform/store/kept-database.ts';
import { createOverwrittenNote } from '../platform/files/overwritten-note.ts';
import { createGatheredPlays, type GatheredPlays } from '../platform/store/gathered-plays.ts';
import { createPlayRecords } from '../platform/store/play-records.ts';
import { createPlaylistRecords } from '../platform/store/playlist-records.ts';
import { createTrustAudit, type TrustAudit } from '../platform/store/trust-audit.ts';
import { createSystemContext } from './trust/judged-agent.ts';
import { createStickSource, type StickSource } from './stick/stick-source.ts';
import type { Route } from './trust/route.ts';
import { createTrustFile } from './trust/trust-file.ts';
import { createTrustStore } from './trust/trust-store.ts';
import type { TrustStore } from './trust/trust.types.ts';
import { dataFile, mediaFolderOf } from '../platform/files/data-files.ts';
import { BYTES_PER_MB } from '../shared/units.ts';

const MS_PER_HOUR = 3_600_000;

/** Where the player keeps what outlives it. */
export interface PlayerStorage {
  readonly database: KeptDatabase;
  readonly writes: DiskWrites;
}

/** What the stages before the server need of the player. */
export interface StagesDependencies {
  readonly host: Host;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly storage: PlayerStorage;
  readonly logging: Logging;
  readonly keyValues: KeyValueStore;
  /** The way of every connection. */
  readonly route: Route;
  readonly serverTime: Pick<ServerTime, 'corrected' | 'status'>;
  readonly groupMarks: GroupMarks | null;
  /** Fetches a file over the session of the moment. */
  readonly download: (request: DownloadRequest) => Promise<Result<DownloadAnswer, CallCode>>;
  /** The paired server's address, or the one that is being paired; empty without one. */
  readonly serverUrl: () => string;
  /** Whether the screen is paired, as far as it is known by now. */
  readonly isPaired: () => boolean;
  readonly onProgram: (program: Program | null) => void;
  readonly onChange: () => void;
}

/** The stages that stand whether there is a server or not: all that is needed to play what is cached. */
export interface Stages {
  readonly logging: Logging;
  readonly database: KeptDatabase;
  readonly audit: TrustAudit;
  readonly trust: TrustStore;
  readonly systemContext: ReturnType<typeof createSystemContext>;
  readonly vault: Vault;
  readonly media: MediaStore;
  readonly hearMedia: Events<MediaEvent>['listen'];
  readonly playlists: PlaylistManager;
  readonly ownContent: OwnContent;
  readonly servedHours: ServedField;
  readonly servedAlert: ServedField;
  readonly servedTicker: ServedField;
  readonly plays: GatheredPlays;
  readonly stick: StickSource;
}

/** Makes trust → vault → media → playlist over an open database; nothing is started. */
export function createStages(dependencies: StagesDependencies): Stages {
  const { host, clock, settings, storage, logging, keyValues, serverTime } = dependencies;
  const { serverUrl, onProgram, onChange } = dependencies;
  const { database, writes } = storage;
  const { log } = logging;
  const audit = createTrustAudit(database);
  const systemContext = createSystemContext();
  const trust = createTrustStore({
    file: createTrustFile(dataFile(host.dataFolder, 'trustFolder'), writes, log),
    audit,
    clock,
    log,
    random: Math.random,
    connectTimeoutMs: settings.requestTimeoutSeconds * 1_000,
    rereadMs: settings.certificateRereadHours * MS_PER_HOUR,
    systemContext,
    route: dependencies.route,
  });
  const vault = createVault({
    file: dataFile(host.dataFolder, 'credentials'),
    secretBox: host.secrets,
    writes,
    log,
  });
  const index = createMediaIndex(database);
  const stick = createStickSource(dependencies.download);
  const mediaEvents = createEvents<MediaEvent>();
  const folderChanges = createEvents<'changed'>();
  const onFolderChange = (): void => {
    folderChanges.tell('changed');
  };
  const openFolder = (folder: FolderOfMedia): LocalFolder =>
    createLocalFolder({ ...folder, keyValues, clock, log, onChange: onFolderChange });
  const folders = fallbackFolders(host.dataFolder, settings).map(openFolder);
  const ofMusic = musicFolder(settings);
  const music = ofMusic === null ? null : openFolder(ofMusic);
  const media = createMediaStore({
    folder: mediaFolderOf(host.dataFolder, settings),
    index,
    keyValues,
    download: withLocalFiles(music === null ? folders : [...folders, music], stick.download),
    isOwnServer: (url) => originOf(url) === originOf(dependencies.serverUrl()),
    clock,
    log,
    appVersion: host.appVersion,
    limitBytes: settings.maxCacheSizeMb * BYTES_PER_MB,
    limitKbps: () => (stick.isHeld() ? 0 : settings.downloadLimitKbps),
    scrubSeconds: settings.scrubSeconds,
    onEvent: mediaEvents.tell,
    drawing: host.drawing,
  });
  const copy = dataFile(host.dataFolder, 'playingCopy');
  const records = keepPlayingCopy(createPlaylistRecords(database), index, copy, writes, log);
  const said = { keyValues, log, onChange };
  const servedHours = createServedHours(said);
  const servedAlert = createServedAlert(said);
  const servedTicker = createServedTicker(said);
  const downloadHours = createDownloadHours({
    hours: settings.downloadHours,
    clock: serverTime.corrected,
    isTimeUnknown: () => serverTime.status().verdict === 'wrong',
    zone: currentZone,
  });
  const ownChanges = createEvents<'changed'>();
  const ownContent = createOwnContent({
    ...{ folders, music, media, clock, log, isPaired: dependencies.isPaired },
    onChange: () => {
      ownChanges.tell('changed');
    },
  });
  folderChanges.listen(ownContent.folderChanged);
  const playlists = [servedHours, servedAlert, servedTicker].reduce(
    (heard, served) => served.heardBy(heard),
    createPlaylistManager({
      ...{ records, keyValues, media, clock, log, serverUrl, onProgram, onChange },
      groupMarks: dependencies.groupMarks,
      ownContent,
      shuffles: settings.shuffle,
      // Hours spare a line, and a stick needs none.
      downloadHours: { ...downloadHours, isOpen: () => stick.isHeld() || downloadHours.isOpen() },
    }),
  );
  mediaEvents.listen(playlists.mediaEvent);
  ownChanges.listen(() => {
    playlists.standInsChanged();
    onChange();
  });
  const plays = createGatheredPlays({
    ...{ records: createPlayRecords(database), database, clock },
    note: createOverwrittenNote(dataFile(host.dataFolder, 'pendingPlays')),
    alongside: playlists.keepPlace,
  });
  const hearMedia = mediaEvents.listen;
  return {
    ...{ logging, database, audit, trust, systemContext, vault },
    ...{ media, hearMedia, playlists, ownContent, servedHours, servedAlert, servedTicker, plays, stick },
  };
}

/** Where the log is: where a file says (docs/server-contract.md, `log_file`), else in the data folder. */
export function logFileOf(dataFolder: string, settings: Settings): string {
  return settings.logFile === '' ? dataFile(dataFolder, 'log') : settings.logFile;
}

/** Opens the log as the settings say, with every secret of theirs masked. */
export function openLog(host: Host, clock: Clock, settings: Settings): Logging {
  const logging = createLogging({
    file: logFileOf(host.dataFolder, settings),
    level: settings.logLevel,
    maxSizeMb: settings.logMaxSizeMb,
    maxFiles: settings.logMaxFiles,
    enabled: settings.loggingEnabled,
    console: true,
    clock,
  });
  for (const name of secretSettings) if (settings[name] !== '') logging.redactor.add(settings[name]);
  return logging;
}

/** Tells the log which secrets these credentials hold, so that it can mask them. */
export function maskCredentials(logging: Logging, credentials: Credentials): void {
  const { authCode, quickconnectCode, password } = credentials;
  for (const secret of [authCode, quickconnectCode, password]) {
    if (secret !== null) logging.redactor.add(secret);
  }
}
