import { defaultSettings } from '../../../src/shared/settings-schema.ts';
import type { Snapshot } from '../../../src/shared/status.ts';

/** The snapshot of a paired screen that plays, with `changes`. */
export function sampleSnapshot(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    state: 'playing',
    connection: 'online',
    trust: { mode: 'pinned', current: null, announced: null, refused: null },
    player: {
      id: '7',
      name: 'Lobby screen',
      hostname: 'lobby',
      serverUrl: 'https://server',
      orientation: 'landscape',
    },
    playlist: { version: '4', items: 3, offered: '5', staged: '5' },
    current: { id: '12', fileName: 'welcome.jpg', since: '2026-01-15T11:59:00.000Z' },
    progress: null,
    transitions: null,
    pixels: null,
    cache: { usedBytes: 3_250_000, limitBytes: 10_737_418_240, freeBytes: null },
    autostart: false,
    awake: { wanted: true, heldBy: ['xset'], failed: ['systemd-inhibit'] },
    recoveries: { screen: 0, relaunches: 0, safeMode: false },
    lastContact: '2026-01-15T11:59:30.000Z',
    problems: [],
    outbox: { pending: 2, oldest: '2026-01-15T11:58:00.000Z' },
    secretBackend: 'key-file',
    settings: defaultSettings(),
    pin: { isSet: false, lockedOutSeconds: 0 },
    prefill: null,
    machineName: 'machine',
    addresses: ['192.168.0.57'],
    locale: 'en-GB',
    appVersion: '0.1.0',
    shell: 'chromium',
    pid: 4_711,
    startedAt: '2026-01-15T11:00:00.000Z',
    dataFolder: '/data',
    ...changes,
  };
}
