import { describe, expect, it } from 'vitest';
import { metricsText } from '../../../../src/player/status/metrics-text.ts';
import { fail } from '../../../../src/shared/result.ts';
import type { Snapshot } from '../../../../src/shared/status.ts';
import { firing, readAlertRules, samplesOf } from '../../../support/alert-rules.ts';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';

const NOW_MS = Date.parse('2026-11-29T12:00:00Z');
const good = sampleSnapshot();
const certificate = {
  subject: 'CN=secret-server',
  issuer: 'CN=secret-issuer',
  fingerprint: 'AB'.repeat(32),
  validFrom: '2026-01-01T00:00:00Z',
  validUntil: '2027-12-01T00:00:00Z',
  warnings: [],
} as unknown as NonNullable<Snapshot['trust']['current']>;
const healthy: Partial<Snapshot> = {
  state: 'playing',
  connection: 'online',
  pixels: { verdict: 'playing', luma: 90, variance: 10, change: 3 },
  trust: { ...good.trust, current: certificate },
  clock: { ...good.clock, verdict: 'right' },
  cache: { usedBytes: 1_000_000, limitBytes: 10_000_000_000, freeBytes: 50_000_000_000 },
  transitions: {
    count: 360,
    held: 1,
    lateP50: 2,
    lateP95: 8,
    lateMax: 40,
    droppedFrames: 3,
    repeatedFrames: 2,
  },
  crashDumps: 0,
  problems: [],
  outbox: { pending: 0, oldest: null },
};
const textOf = (changes: Partial<Snapshot> = {}): string =>
  metricsText(sampleSnapshot({ ...healthy, ...changes }), NOW_MS);

describe('the figures of a screen', () => {
  it('are OpenMetrics text of at most sixty series, each family announced once', () => {
    const text = textOf();
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    const series = [...samplesOf(text).keys()];
    expect(series.length).toBeGreaterThan(30);
    expect(series.length).toBeLessThanOrEqual(60);
    expect(new Set(series).size).toBe(series.length);
    const families = [...text.matchAll(/^# TYPE (\S+) (gauge|counter)$/gm)].map(([, name]) => name);
    expect(new Set(families).size).toBe(families.length);
    const line =
      /^(# (HELP|TYPE) digiplayer_\w+ .+|digiplayer_\w+(\{(\w+="[^"\\]*",?)+\})? -?[\d.e+-]+|# EOF)$/;
    for (const one of text.trimEnd().split('\n')) expect(one).toMatch(line);
  });

  it('hold no name of a screen, a file, a server or a folder, and no secret', () => {
    const named: Partial<Snapshot> = {
      player: {
        ...good.player,
        name: 'Secret lobby',
        hostname: 'secret-lobby',
        serverUrl: 'https://secret.example',
      },
      machineName: 'secret-pc',
      dataFolder: '/home/secret',
      current: { id: '7', fileName: 'secret.mp4', since: '2026-11-29T11:00:00Z', until: null },
      playlist: { ...good.playlist, version: 'secret' },
      alert: { text: 'secret', level: 'info', untilMs: null },
      ticker: 'secret',
      problems: [fail('disk-full', 'secret.mp4').error],
      prefill: { address: 'secret', hostname: 'secret', code: 'secret' },
      addresses: ['192.168.7.7'],
    };
    expect(textOf(named)).not.toMatch(/secret|192\.168|ABAB/i);
  });

  it('leave out what is not known', () => {
    const text = textOf({
      lastContact: null,
      transitions: null,
      pixels: null,
      trust: { ...good.trust, current: null },
    });
    expect(text).not.toMatch(/last_contact|dropped_frames|certificate_expiry|NaN|null|undefined/);
    expect(firing(text, NOW_MS)).toEqual([]);
  });
});

describe('the alert rules', () => {
  it('are silent about a screen that is well', () => {
    expect(firing(textOf(), NOW_MS)).toEqual([]);
    const off: Partial<Snapshot> = { state: 'off', pixels: { verdict: 'off' } };
    expect(firing(textOf(off), NOW_MS)).toEqual([]);
  });

  const bad: Readonly<Record<string, Partial<Snapshot>>> = {
    DigiPlayerShowsNothing: { state: 'standby' },
    DigiPlayerScreenBlack: { pixels: { verdict: 'black', luma: 0, variance: 0, change: 0 } },
    DigiPlayerScreenFrozen: { pixels: { verdict: 'frozen', luma: 90, variance: 0, change: 0 } },
    DigiPlayerOffline: { connection: 'offline' },
    DigiPlayerRefused: { connection: 'unauthorized' },
    DigiPlayerUntrusted: { connection: 'untrusted' },
    DigiPlayerCertificateEnds: {
      trust: { ...good.trust, current: { ...certificate, validUntil: '2026-12-10T00:00:00Z' } },
    },
    DigiPlayerClockWrong: { clock: { ...good.clock, verdict: 'wrong' } },
    DigiPlayerSafeMode: { recoveries: { ...good.recoveries, safeMode: true } },
    DigiPlayerDiskFull: { cache: { usedBytes: 1, limitBytes: 2, freeBytes: 100_000_000 } },
    DigiPlayerReportsWait: { outbox: { pending: 501, oldest: null } },
    DigiPlayerProblems: { problems: [fail('disk-full', 'The disk is full.').error] },
  };

  it.each(Object.entries(bad))('%s fires, and no other', (alert, changes) => {
    expect(firing(textOf(changes), NOW_MS)).toEqual([alert]);
  });

  it('DigiPlayerSilent fires when nothing is written any more', () => {
    expect(firing(textOf(), NOW_MS + 599_000)).toEqual([]);
    expect(firing(textOf(), NOW_MS + 601_000)).toEqual(['DigiPlayerSilent']);
  });

  it('are all tried here', () => {
    const tried = [...Object.keys(bad), 'DigiPlayerSilent'].sort();
    expect(
      readAlertRules()
        .map(({ alert }) => alert)
        .sort(),
    ).toEqual(tried);
  });
});
