import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../../../src/player/auth/auth.types.ts';
import { assembleSnapshot, type SnapshotParts } from '../../../../src/player/status/assemble-snapshot.ts';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';
import { defaultSettings } from '../../../../src/shared/settings-schema.ts';

const CREDENTIALS: Credentials = {
  serverUrl: 'https://server',
  hostname: 'lobby',
  playerId: '7',
  playerName: 'Lobby',
  groupId: null,
  orientation: 'portrait',
  authCode: 'secret-auth-code',
  quickconnectCode: 'secret-code',
  password: null,
  pairedAt: '2026-01-01T00:00:00.000Z',
};
const CURRENT = { id: '1', fileName: 'a.jpg', since: '2026-01-01T00:00:00.000Z', until: null };

function parts(changes: Partial<SnapshotParts> = {}): SnapshotParts {
  return {
    facts: {
      secretBackend: 'key-file',
      machineName: 'machine',
      locale: 'en',
      appVersion: '1.0.0',
      shell: 'chromium',
      pid: 1,
      startedAt: '2026-01-01T00:00:00.000Z',
      dataFolder: '/data',
    },
    settings: defaultSettings(),
    credentials: null,
    provisioned: false,
    prefill: null,
    addresses: ['192.168.0.57'],
    timeZone: 'UTC',
    pin: { isSet: false, lockedOutSeconds: 0 },
    trust: { mode: 'none', current: null, announced: null, refused: null },
    groupClock: null,
    stick: null,
    clock: { verdict: 'right', earliestMs: 0, correctionMs: null },
    auth: null,
    playlist: { version: null, items: 0, offered: null, staged: null },
    program: 'none',
    current: null,
    standbyShown: false,
    progress: null,
    transitions: null,
    pixels: null,
    awake: null,
    panel: { state: 'on', reason: 'always', until: null, hours: null, answer: null },
    alert: null,
    servedTicker: null,
    graphics: null,
    videoDecoder: null,
    crashDumps: null,
    autostart: null,
    recoveries: { screen: 0, relaunches: 0, safeMode: false },
    lastRecovery: null,
    start: null,
    trial: null,
    serverTrial: null,
    cache: { usedBytes: 0, limitBytes: 1, files: 0, freeBytes: null },
    lastContactMs: null,
    reachable: null,
    problems: [],
    outbox: { pending: 0, oldest: null },
    update: { phase: 'idle', previous: null, staged: null, result: null, failure: null },
    ...changes,
  };
}

describe('the state in a snapshot', () => {
  it.each([
    ['unpaired with nothing at all', {}, 'unpaired'],
    ['syncing once paired', { credentials: CREDENTIALS }, 'syncing'],
    ['syncing while a file pairs', { provisioned: true }, 'syncing'],
    ['playing what is on the screen', { credentials: CREDENTIALS, current: CURRENT }, 'playing'],
    ['playing from the cache without credentials', { program: 'playable', current: CURRENT }, 'playing'],
    ['syncing until the first item is shown', { program: 'playable' }, 'syncing'],
    ['standby for an empty playlist', { credentials: CREDENTIALS, program: 'empty' }, 'standby'],
    ['standby outside every window', { program: 'playable', standbyShown: true }, 'standby'],
  ] as const)('is %s', (_what, changes, state) => {
    expect(assembleSnapshot(parts(changes)).state).toBe(state);
  });

  it('is off while the panel is, whatever plays, and the pixels say so, too', () => {
    const panel = { ...sampleSnapshot().panel, state: 'off', reason: 'hours' } as const;
    const pixels = { verdict: 'black', luma: 0, variance: 0, change: 0 } as const;
    const snapshot = assembleSnapshot(parts({ program: 'playable', current: CURRENT, panel, pixels }));
    expect(snapshot).toMatchObject({ state: 'off', pixels: { verdict: 'off' }, panel });
  });

  it('never asks to be paired while something can play', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('empty', 'playable'),
        fc.boolean(),
        fc.boolean(),
        fc.option(fc.constant(CURRENT)),
        (program, provisioned, standbyShown, current) => {
          const snapshot = assembleSnapshot(parts({ program, provisioned, standbyShown, current }));
          expect(snapshot.state).not.toBe('unpaired');
        },
      ),
    );
  });
});

describe('the connection in a snapshot', () => {
  const refused = {
    subject: 'x',
    issuer: 'x',
    fingerprint: 'A'.repeat(64),
    validFrom: '',
    validUntil: '',
    daysLeft: 1,
    warnings: [],
  };
  it.each([
    ['offline before the first answer', {}, 'offline'],
    ['online when the server answers', { reachable: true }, 'online'],
    ['offline when it does not', { reachable: false }, 'offline'],
    [
      'unauthorized when it refuses this screen',
      { reachable: true, auth: { authState: 'unauthorized', legacy: false, problem: null } },
      'unauthorized',
    ],
    [
      'untrusted when its certificate was refused',
      { reachable: false, trust: { mode: 'pinned', current: null, announced: null, refused } },
      'untrusted',
    ],
  ] as const)('is %s', (_what, changes, connection) => {
    expect(assembleSnapshot(parts(changes)).connection).toBe(connection);
  });
});

describe('what a snapshot says of the screen', () => {
  it("takes a technician's orientation before the server's, and that before a file's", () => {
    const settings = { ...defaultSettings(), startOrientation: 'landscape' as const };
    const of = (changes: Partial<SnapshotParts>): string =>
      assembleSnapshot(parts({ settings, ...changes })).player.orientation;
    expect(of({})).toBe('landscape');
    expect(of({ credentials: CREDENTIALS })).toBe('portrait');
    expect(of({ credentials: CREDENTIALS, settings: { ...settings, orientation: 'landscape' } })).toBe(
      'landscape',
    );
  });

  it('holds no secret, and the code to type only while the screen asks for it', () => {
    const prefill = { address: 'https://server', hostname: 'lobby', code: 'secret-code' };
    const paired = JSON.stringify(assembleSnapshot(parts({ credentials: CREDENTIALS, prefill })));
    expect(paired).not.toContain('secret-');
    expect(assembleSnapshot(parts({ prefill })).prefill).toEqual(prefill);
  });
});

describe('a display that nothing keeps awake', () => {
  const of = (awake: SnapshotParts['awake']): readonly string[] =>
    assembleSnapshot(parts({ awake })).problems.map(({ code }) => code);

  it('is a problem where it should be kept awake', () => {
    expect(of({ wanted: true, heldBy: [], failed: ['xset'] })).toEqual(['display-may-sleep']);
    expect(of({ wanted: true, heldBy: ['xset'], failed: [] })).toEqual([]);
    expect(of({ wanted: false, heldBy: [], failed: [] })).toEqual([]);
    expect(of(null)).toEqual([]);
  });
});
