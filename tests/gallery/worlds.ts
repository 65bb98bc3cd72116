import { sampleNetwork, type NetworkWorld } from './network-world.ts';
import type { FakeBridge } from '../support/fakes/fake-bridge.ts';
import { sampleSnapshot } from '../support/fakes/sample-snapshot.ts';
import type { LogEntry, ServerProbe, StorageUse, TrustAuditLine } from '../../src/shared/bridge.ts';
import type { DisplayReport } from '../../src/shared/displays.ts';
import type { DoctorFinding } from '../../src/shared/doctor.ts';
import type { Program } from '../../src/shared/program.ts';
import { fail, ok, type Result } from '../../src/shared/result.ts';
import type { CertificateSummary, Orientation, Snapshot } from '../../src/shared/status.ts';

/** What the main process would say in a state of the gallery. */
export interface World {
  readonly snapshot: Snapshot;
  readonly program: Program | null;
  readonly probe: Result<ServerProbe>;
  readonly pair: Result<null> | 'never-answers';
  readonly doctor: readonly DoctorFinding[] | 'never-answers';
  readonly displays?: DisplayReport;
  readonly verifying?: StorageUse['verifying'];
  readonly network?: NetworkWorld;
}

export const twoMonitors: DisplayReport = {
  displays: [
    { wish: 'LG 49UH5', label: 'LG 49UH5', width: 3840, height: 2160, isPrimary: true, isCurrent: true },
    {
      wish: 'DELL U2415',
      label: 'DELL U2415',
      width: 1920,
      height: 1200,
      isPrimary: false,
      isCurrent: false,
    },
  ],
  applies: 'now',
};

const fingerprint = '9F3A61C07DE24B1885AA03F6C2914ED05B7718E3D4A6920F1C8E5537BA64F0D2';
const otherFingerprint = '9F3A61C07DE24B1885AA03F6C2914ED0417718E3D4A6920F1C8E5537BA6403B7';

export const certificate: CertificateSummary = {
  subject: 'CN=digiserver.lighthouse.example',
  issuer: 'CN=digiserver.lighthouse.example',
  fingerprint,
  validFrom: '2026-01-05T00:00:00.000Z',
  validUntil: '2028-01-05T00:00:00.000Z',
  daysLeft: 412,
  warnings: ['self-signed'],
};

export const otherCertificate: CertificateSummary = {
  ...certificate,
  fingerprint: otherFingerprint,
  warnings: ['self-signed', 'name-mismatch'],
};

export const pinnedProbe: ServerProbe = {
  url: 'https://192.168.0.121',
  mode: 'pinned',
  certificate,
  version: '2.4.1',
};

const unpaired: Partial<Snapshot> = {
  state: 'unpaired',
  connection: 'offline',
  trust: { mode: 'none', current: null, announced: null, refused: null },
  player: { id: null, name: null, hostname: '', serverUrl: null, orientation: 'landscape' },
  playlist: { version: null, items: 0, offered: null, staged: null },
  lastContact: null,
  machineName: 'lobby-east',
};

const playing: Partial<Snapshot> = {
  trust: { mode: 'pinned', current: certificate, announced: null, refused: null },
  player: {
    id: '17',
    name: 'Lobby, east entrance',
    hostname: 'lobby-east',
    serverUrl: 'https://192.168.0.121',
    orientation: 'landscape',
  },
  playlist: { version: '41', items: 8, offered: '41', staged: null },
  current: {
    id: '3',
    fileName: 'lighthouses-portrait.jpg',
    since: '2026-03-02T09:14:00.000Z',
    until: '2026-03-02T09:15:30.000Z',
  },
  cache: { usedBytes: 3_412_000_000, limitBytes: 10_737_418_240, freeBytes: 41_200_000_000 },
  lastContact: '2026-03-02T09:15:20.000Z',
  transitions: {
    count: 355,
    held: 0,
    lateP50: 0.4,
    lateP95: 3,
    lateMax: 17,
    droppedFrames: 4,
    repeatedFrames: 0,
  },
  lastRecovery: null,
  start: { reason: 'nightly', cause: null },
  dataFolder: '~/.local/share/digiplayer',
};

const program: Program = {
  id: 'gallery',
  revision: 1,
  resumeAt: null,
  items: [
    {
      key: 'harbour',
      id: '3',
      fileName: 'harbour.jpg',
      kind: 'image',
      source: '/media/harbour',
      sha256: null,
      mime: 'image/jpeg',
      durationMs: null,
      muted: true,
      window: null,
    },
  ],
};

/** A screen that nobody has connected yet. */
export function newScreen(replaced: Partial<World> = {}, snapshot: Partial<Snapshot> = {}): World {
  return {
    snapshot: sampleSnapshot({ ...unpaired, ...snapshot }),
    program: null,
    probe: ok(pinnedProbe),
    pair: 'never-answers',
    doctor: [],
    ...replaced,
  };
}

/** A screen that plays. */
export function playingScreen(snapshot: Partial<Snapshot> = {}, replaced: Partial<World> = {}): World {
  return { ...newScreen(), snapshot: sampleSnapshot({ ...playing, ...snapshot }), program, ...replaced };
}

/** A screen that is connected and has nothing to show. */
export function emptyScreen(snapshot: Partial<Snapshot> = {}): World {
  const state = { ...playing, state: 'standby', current: null, ...snapshot } as const;
  return { ...newScreen(), snapshot: sampleSnapshot(state), program: { ...program, items: [] } };
}

const auditLines: readonly TrustAuditLine[] = [
  {
    at: '2026-03-02T08:02:11.000Z',
    decision: 'refused',
    by: 'rotation',
    server: 'https://192.168.0.121',
    before: fingerprint,
    after: otherFingerprint,
    note: '',
  },
  {
    at: '2026-01-05T09:12:40.000Z',
    decision: 'first-trust',
    by: 'installer',
    server: 'https://192.168.0.121',
    before: null,
    after: fingerprint,
    note: 'compared by a person',
  },
];

const logLine = (
  second: number,
  level: LogEntry['level'],
  message: string,
  facts: LogEntry['facts'] = {},
) => ({
  time: new Date(Date.UTC(2026, 2, 2, 9, 14, second)).toISOString(),
  level,
  message,
  facts,
});

const logLines: readonly LogEntry[] = [
  logLine(2, 'info', 'The server answered the beat', { status: 200, milliseconds: 41 }),
  logLine(9, 'info', 'The playlist is unchanged', { version: '41' }),
  logLine(14, 'debug', 'Next item', { item: 'harbour.jpg' }),
  logLine(21, 'warn', 'A download broke off and is resumed', { file: 'waves.mp4', bytes: 18_400_000 }),
  logLine(23, 'info', 'A file is complete', { file: 'waves.mp4', sha256: '5d41402abc4b2a76b971' }),
  logLine(31, 'error', 'The server showed another certificate; nothing was sent to it', {
    host: '192.168.0.121',
  }),
  logLine(44, 'info', 'The playlist is staged', { version: '42', items: 8 }),
  logLine(58, 'info', 'The server answered the beat', { status: 200, milliseconds: 38 }),
];

/** The answers of the fake bridge for a world, on a panel of this orientation. */
export function answersOf(world: World, orientation: Orientation): Parameters<FakeBridge['answer']>[0] {
  const snapshot = { ...world.snapshot, player: { ...world.snapshot.player, orientation } };
  const done = (): Result<null> => ok(null);
  const network = world.network ?? sampleNetwork;
  const never = new Promise<never>(() => undefined);
  return {
    hello: () => ok({ snapshot, program: world.program }),
    'report-playback': done,
    'still-alive': done,
    'probe-server': () => world.probe,
    pair: () => (world.pair === 'never-answers' ? never : world.pair),
    'cancel-pairing': done,
    'read-network': () => network.state,
    'list-wifi': () => ok(network.networks),
    'join-wifi': () => network.join,
    'turn-wifi-on': done,
    'try-address': () => network.tried,
    'keep-address': done,
    'undo-address': done,
    'sync-now': done,
    'accept-certificate': done,
    'run-doctor': () => (world.doctor === 'never-answers' ? never : ok(world.doctor)),
    'change-setting': done,
    'try-setting': done,
    'keep-settings': done,
    'undo-settings': done,
    'keep-server': done,
    'undo-server': done,
    'look-at-certificate': () => ok(otherCertificate),
    'use-certificate': done,
    'read-displays': () =>
      ok(world.displays ?? { ...twoMonitors, displays: twoMonitors.displays.slice(0, 1) }),
    'read-storage': () =>
      ok({
        neededBytes: 2_614_000_000,
        previousBytes: 512_000_000,
        otherBytes: 268_000_000,
        unfinishedBytes: 18_000_000,
        verifying: world.verifying ?? null,
      }),
    'read-health': () => ok({ playerMb: 118, browserMb: 412, temperatureCelsius: 54.2 }),
    'read-log': () => ok(logLines),
    'read-trust-audit': () => ok(auditLines),
    'clear-cache': () => ok({ freedBytes: 214_000_000 }),
    'verify-cache': () => ok({ checked: 31, lost: 0 }),
    'retry-items': done,
    unpair: done,
    quit: () => fail('internal-error', 'The gallery does not quit.'),
    relaunch: done,
    unlock: done,
    lock: done,
    'set-pin': done,
    'export-plays': () => ok({ path: '/var/lib/digiplayer/proof-of-play-2026-03-02.csv', records: 12_480 }),
    'export-diagnostics': () =>
      ok({ path: '/media/kiosk/STICK/diagnostics-lobby-2026-03-02T10-15-00-000Z.zip' }),
    'picture-screen': () => ok({ taken: true }),
    'read-export-places': () =>
      ok([
        { path: '/media/kiosk/STICK', removable: true, freeBytes: 29_400_000_000 },
        { path: '/var/lib/digiplayer', removable: false, freeBytes: 41_200_000_000 },
      ]),
  };
}
