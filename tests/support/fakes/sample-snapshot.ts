import type { Snapshot } from '../../../src/shared/status.ts';
import { defaultSettings } from '../../../src/shared/settings-schema.ts';

/** A panel that its hours turned off, and that said so. */
export const sleepingPanel: Snapshot['panel'] = {
  state: 'off',
  reason: 'hours',
  until: '2026-01-06T06:00:00.000Z',
  hours: { text: 'mon-fri 07:00-22:00; sat-sun off', by: 'server' },
  answer: {
    means: 'cec',
    asked: 'off',
    verified: 'yes',
    detail: 'The panel answered standby.',
    at: '2026-01-05T21:00:01.000Z',
  },
};

/** Boundaries that went as they do, in parts of milliseconds. */
export const unevenBoundaries: Snapshot['transitions'] = {
  count: 80,
  held: 1,
  lateP50: 0.4,
  lateP95: 12.6,
  lateMax: 40,
  droppedFrames: 2,
  repeatedFrames: 3,
};

/** A snapshot of a healthy player with some fields replaced. */
export function sampleSnapshot(replaced: Partial<Snapshot> = {}): Snapshot {
  return {
    state: 'playing',
    connection: 'online',
    trust: { mode: 'pinned', current: null, announced: null, refused: null },
    clock: { verdict: 'right', earliestMs: 0, correctionMs: null },
    groupClock: null,
    stick: null,
    player: {
      id: '1',
      name: 'Lobby',
      hostname: 'lobby',
      serverUrl: 'https://192.168.0.121',
      orientation: 'landscape',
    },
    playlist: { version: '4', items: 3, offered: '4', staged: null },
    current: null,
    progress: null,
    transitions: null,
    pixels: null,
    cache: { usedBytes: 12_000_000, limitBytes: 10_737_418_240, freeBytes: 41_200_000_000 },
    recoveries: { screen: 0, relaunches: 0, safeMode: false },
    lastRecovery: null,
    start: { reason: 'boot', cause: null },
    trial: null,
    serverTrial: null,
    autostart: false,
    awake: { wanted: true, heldBy: ['systemd-inhibit'], failed: [] },
    panel: { state: 'on', reason: 'always', until: null, hours: null, answer: null },
    alert: null,
    ticker: '',
    lastContact: '2026-01-05T10:00:00.000Z',
    problems: [],
    outbox: { pending: 0, oldest: null },
    update: { phase: 'idle', previous: null, staged: null, result: null, failure: null },
    secretBackend: 'key-file',
    graphics: null,
    videoDecoder: null,
    crashDumps: null,
    settings: defaultSettings(),
    pin: { isSet: false, lockedOutSeconds: 0 },
    prefill: null,
    machineName: 'lobby-pc',
    addresses: ['192.168.0.57'],
    locale: 'en-GB',
    timeZone: 'UTC',
    appVersion: '0.1.0',
    shell: 'chromium',
    pid: 4711,
    startedAt: '2026-01-05T09:00:00.000Z',
    dataFolder: 'data',
    ...replaced,
  };
}
