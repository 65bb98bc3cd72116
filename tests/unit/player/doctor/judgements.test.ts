import { describe, expect, it } from 'vitest';
import { clockFinding, healthFinding } from '../../../../src/player/doctor/check-health.ts';
import { checkName } from '../../../../src/player/doctor/check-name.ts';
import { checkPort } from '../../../../src/player/doctor/check-port.ts';
import { permissionFindings } from '../../../../src/player/doctor/check-permissions.ts';
import { shellFinding } from '../../../../src/player/doctor/check-shell.ts';
import { callFinding } from '../../../../src/player/doctor/call-finding.ts';
import { chooseTarget, expectationFor } from '../../../../src/player/doctor/choose-target.ts';
import { showable } from '../../../../src/player/doctor/finding.ts';
import { within } from '../../../../src/player/doctor/within.ts';
import type { CredentialsReading } from '../../../../src/player/doctor/doctor.types.ts';
import { createSystemClock, type Clock } from '../../../../src/shared/clock.ts';
import { doctorCodes } from '../../../../src/shared/doctor.ts';
import { defaultSettings } from '../../../../src/shared/settings-schema.ts';
import { newKnownServer } from '../../../../src/player/trust/known-server.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

function pairedWith(serverUrl: string): CredentialsReading {
  return {
    kind: 'credentials',
    credentials: { serverUrl, hostname: 'screen', playerId: '1', authCode: 'a', quickconnectCode: null },
  };
}

describe('the server that is looked at', () => {
  const settings = { serverUrl: 'https://configured.example' };

  it.each([
    ['given.example', pairedWith('https://paired.example'), ['https://given.example']],
    [null, pairedWith('https://paired.example'), ['https://paired.example']],
    [null, { kind: 'none' } as const, ['https://configured.example']],
    // Paired over http, and named without a scheme.
    ['192.168.0.5', pairedWith('http://192.168.0.5'), ['http://192.168.0.5']],
    ['https://s.example/a/b', { kind: 'none' } as const, ['https://s.example/a/b', 'https://s.example']],
  ])('for %s', (given, reading, urls) => {
    expect(chooseTarget(given, reading, settings)).toEqual({ kind: 'urls', urls });
  });

  it('is none without any address, and unusable when it is no address', () => {
    expect(chooseTarget(null, { kind: 'none' }, { serverUrl: ' ' })).toEqual({ kind: 'none' });
    expect(chooseTarget('gopher://x', { kind: 'none' }, settings)).toEqual({ kind: 'unusable' });
  });
});

describe('what a peer is measured by', () => {
  const origin = 'https://server.example';
  const none: CredentialsReading = { kind: 'none' };
  const settings = defaultSettings();

  it('is what trust knows, before anything that a file says', () => {
    const known = newKnownServer(origin, 'system', null);
    const expectation = expectationFor(origin, known, none, { ...settings, serverUrl: origin });
    expect(expectation).toEqual({ kind: 'known', server: known });
  });

  it('is a lost pin when a paired https server is not known any more, never a fresh start', () => {
    const expectation = expectationFor(origin, null, pairedWith(`${origin}/app`), settings);
    expect(expectation).toMatchObject({ kind: 'known', server: { mode: 'pinned', pin: null } });
  });

  it('is what the settings ask of their own server alone', () => {
    const configured = { ...settings, serverUrl: 'server.example/' };
    expect(expectationFor(origin, null, none, configured).kind).toBe('configured');
    expect(expectationFor('https://other.example', null, none, configured).kind).toBe('stranger');
  });
});

describe('modes and owners', () => {
  const folder = { name: '.', mode: 0o40700, owner: 1000 };

  it('are good when all belongs to one user alone', () => {
    const facts = [folder, { name: 'player.db', mode: 0o100600, owner: 1000 }];
    expect(permissionFindings(facts)).toMatchObject([{ code: 'permissions-good', params: { count: 1 } }]);
  });

  it.each([0o100640, 0o100604, 0o100660])('are bad at mode %o', (mode) => {
    const findings = permissionFindings([folder, { name: 'credentials.bin', mode, owner: 1000 }]);
    expect(findings).toMatchObject([{ code: 'permissions-open', params: { files: 'credentials.bin' } }]);
  });

  it('are bad where a start as root left a file', () => {
    const findings = permissionFindings([folder, { name: 'player.db', mode: 0o100600, owner: 0 }]);
    expect(findings).toMatchObject([{ code: 'permissions-owner', params: { files: 'player.db' } }]);
  });
});

describe('the clock', () => {
  it.each([
    [0, 'good'],
    [60_000, 'good'],
    [-60_001, 'warning'],
    [3_600_000, 'warning'],
    [3_600_001, 'bad'],
  ])('%i ms off is %s', (clockSkewMs, verdict) => {
    expect(clockFinding({ version: null, clockSkewMs }).verdict).toBe(verdict);
  });

  it('says which way it is wrong, in units that people use', () => {
    const { message } = clockFinding({ version: null, clockSkewMs: 56 * 365 * 86_400_000 });
    expect(message).toBe("The clock of this machine is 20440 days behind the server's.");
    expect(clockFinding({ version: null, clockSkewMs: -300_000 }).message).toContain('5 minutes ahead');
  });

  it('is not judged without a Date', () => {
    expect(clockFinding({ version: null, clockSkewMs: null }).verdict).toBe('skipped');
  });
});

describe('the shell', () => {
  const running = {
    name: 'electron',
    windowAlive: true,
    secretBackend: 'gnome_libsecret',
    awake: { wanted: true, heldBy: ['xset'], failed: ['systemd-inhibit'] },
  } as const;

  it.each([
    [running, 'shell-good'],
    [{ ...running, windowAlive: null, secretBackend: null }, 'shell-good'],
    [{ ...running, name: null }, 'shell-missing'],
    [{ ...running, windowAlive: false }, 'shell-window-gone'],
    [{ ...running, secretBackend: 'basic_text' }, 'shell-secrets-open'],
    [{ ...running, awake: { wanted: true, heldBy: [], failed: ['xset'] } }, 'shell-may-sleep'],
    [{ ...running, awake: { wanted: false, heldBy: [], failed: [] } }, 'shell-good'],
    [{ ...running, awake: null }, 'shell-good'],
  ])('%o is %s', (facts, code) => {
    expect(shellFinding(facts).code).toBe(code);
  });
});

describe('DNS and TCP', () => {
  it.each([
    ['ENOTFOUND', 'dns-not-found'],
    ['EAI_AGAIN', 'dns-no-answer'],
    ['ETIMEOUT', 'dns-no-answer'],
  ])('%s is %s', async (code, expected) => {
    const lookup = () => Promise.reject(Object.assign(new Error('no'), { code }));
    const limits = { clock: createSystemClock(), timeoutMs: 1_000 };
    expect(await checkName('server', lookup, limits)).toMatchObject({ verdict: 'bad', code: expected });
  });

  it('names every address, and takes a name without one for unknown', async () => {
    const limits = { clock: createSystemClock(), timeoutMs: 1_000 };
    const two = [
      { address: '10.0.0.1', family: 4 },
      { address: 'fd00::1', family: 6 },
    ];
    const found = await checkName('server', () => Promise.resolve(two), limits);
    expect(found).toMatchObject({ code: 'dns-found', params: { addresses: '10.0.0.1, fd00::1' } });
    const nothing = await checkName('server', () => Promise.resolve([]), limits);
    expect(nothing).toMatchObject({ code: 'dns-not-found' });
  });

  it('a port that stays silent is told from one that is closed', async () => {
    // The time is over before the network has had a turn.
    const clock: Clock = {
      ...createSystemClock(),
      after: (_delayMs, action) => {
        queueMicrotask(action);
        return { cancel: () => undefined };
      },
    };
    const found = await checkPort({ host: '127.0.0.1', port: 9 }, { clock, timeoutMs: 1 });
    expect(found).toMatchObject({ verdict: 'bad', code: 'tcp-timed-out' });
  });
});

describe('work within a time', () => {
  it('is broken off when the time is over, and its signal says so', async () => {
    const clock = createFakeClock();
    let own: AbortSignal | null = null;
    const ended = within({ clock, timeoutMs: 500 }, (signal) => {
      own = signal;
      return new Promise(() => undefined);
    });
    await clock.advance(500);
    expect(await ended).toEqual({ kind: 'timed-out' });
    expect(own).toMatchObject({ aborted: true });
    expect(clock.pendingTimers()).toBe(0);
  });

  it('leaves no timer behind when it is done, and rejects as the work does', async () => {
    const clock = createFakeClock();
    const limits = { clock, timeoutMs: 500 };
    expect(await within(limits, () => Promise.resolve(7))).toEqual({ kind: 'done', value: 7 });
    await expect(within(limits, () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(clock.pendingTimers()).toBe(0);
  });
});

describe('words', () => {
  it('of a server are shown on one line, of bounded length, without control characters', () => {
    expect(showable('a\u001b[2J\nb\u202e')).toBe('a[2Jb');
    expect(showable('x'.repeat(500))).toHaveLength(200);
    expect(healthFinding({ version: '2\u0007', clockSkewMs: 0 }).message).toContain('version 2.');
  });

  it('of a failure are not repeated: a server may put a secret there', () => {
    for (const code of ['offline', 'timeout', 'untrusted', 'unauthorized', 'not-found', 'rate-limited']) {
      const failure = { code, message: 'secret', params: { field: 'secret' } };
      expect(JSON.stringify(callFinding('health', failure))).not.toContain('secret');
    }
  });

  it('have one key each', () => {
    expect(new Set(doctorCodes).size).toBe(doctorCodes.length);
  });
});
