import { describe, expect, it } from 'vitest';
import { coalesce } from '../../../src/shared/coalesce.ts';
import { createNetworkWatch } from '../../../src/platform/machine/network-watch.ts';
import { createPlaylistNews, noteRun, noteStart } from '../../../src/player/status/news.ts';
import { createPairingProgress } from '../../../src/player/pairing/pairing-progress.ts';
import { pairingTarget } from '../../../src/player/pairing/pairing-target.ts';
import { createProblems } from '../../../src/player/status/problems.ts';
import { defaultSettings } from '../../../src/shared/settings-schema.ts';
import { createKeptValues } from '../../../src/platform/store/kept-values.ts';
import { openDatabase } from '../../../src/platform/store/open-database.ts';
import { createFakeClock } from '../../support/fakes/fake-clock.ts';

describe('coalesce', () => {
  it('runs once for many who ask, and again only after the gap', async () => {
    const clock = createFakeClock();
    let runs = 0;
    const action = coalesce(clock, 100, () => {
      runs += 1;
    });
    action.ask();
    action.ask();
    await clock.advance(0);
    expect(runs).toBe(1);
    action.ask();
    await clock.advance(99);
    expect(runs).toBe(1);
    await clock.advance(1);
    expect(runs).toBe(2);
    action.ask();
    action.cancel();
    await clock.advance(1_000);
    expect(runs).toBe(2);
  });
});

describe('the network watch', () => {
  it('notices within five seconds that an address is there that was not, and tells what goes apart', async () => {
    const clock = createFakeClock();
    let addresses = ['10.0.0.2'];
    let backs = 0;
    let changes = 0;
    const watch = createNetworkWatch(
      clock,
      {
        onBack: () => {
          backs += 1;
        },
        onChange: () => {
          changes += 1;
        },
      },
      () => addresses,
    );
    watch.start();
    await clock.advance(60_000);
    addresses = [];
    await clock.advance(60_000);
    expect([backs, changes]).toEqual([0, 1]);
    addresses = ['10.0.0.3'];
    await clock.advance(5_000);
    expect(backs).toBe(1);
    await clock.advance(60_000);
    expect([backs, changes]).toEqual([1, 2]);
    watch.stop();
    expect(clock.pendingTimers()).toBe(0);
  });
});

describe('problems', () => {
  it('lists the most important source first and forgets what was mended', () => {
    const problems = createProblems();
    const server = { code: 'offline', message: 'No answer.' };
    const vault = { code: 'vault-unreadable', message: 'Kept aside.' };
    expect(problems.set('server', [server])).toBe(true);
    expect(problems.set('server', [server]), 'nothing new').toBe(false);
    problems.set('vault', [vault]);
    expect(problems.list()).toEqual([vault, server]);
    problems.set('vault', []);
    expect(problems.list()).toEqual([server]);
  });
});

describe('why a player starts', () => {
  it('tells a boot from a crash, a request and an update', () => {
    const database = openDatabase(':memory:');
    const kept = createKeptValues(database);
    expect(noteStart(kept, '1.0.0')).toBe('boot');
    expect(noteStart(kept, '1.0.0'), 'it never said that it stopped').toBe('crash');
    noteRun(kept, '1.0.0', 'stopped');
    expect(noteStart(kept, '1.0.0')).toBe('boot');
    noteRun(kept, '1.0.0', 'relaunch');
    expect(noteStart(kept, '1.0.0')).toBe('request');
    noteRun(kept, '1.0.0', 'stopped');
    expect(noteStart(kept, '1.1.0')).toBe('update');
    database.close();
  });
});

describe('news of the playlist', () => {
  it('tells each step once, and nothing of what was there at the start', () => {
    const told: string[] = [];
    const tell = createPlaylistNews({ report: (kind) => told.push(kind) });
    const first = { version: '1', items: 2, offered: '1', staged: null };
    tell(first, []);
    tell(first, []);
    expect(told).toEqual([]);
    tell({ ...first, offered: '2' }, []);
    tell({ ...first, offered: '2', staged: '2' }, []);
    tell({ version: '2', items: 3, offered: '2', staged: null }, []);
    expect(told).toEqual(['playlist-offered', 'playlist-staged', 'playlist-playing']);
    const refused = [{ code: 'playlist-refused', message: '5 bytes are missing.' }];
    tell({ version: '2', items: 3, offered: '3', staged: null }, refused);
    tell({ version: '2', items: 3, offered: '3', staged: null }, refused);
    expect(told.slice(3)).toEqual(['playlist-offered', 'cache-refused']);
  });
});

describe('the progress of pairing', () => {
  it('follows the playlist only after signing in, until something is on the screen', () => {
    const told: string[] = [];
    const progress = createPairingProgress(({ step }) => told.push(step));
    const half = {
      filesDone: 1,
      filesTotal: 2,
      bytesDone: 1,
      bytesTotal: 2,
      bytesPerSecond: 1,
      secondsLeft: 1,
    };
    progress.update({ progress: half, isShowing: true, failure: null });
    progress.step('reach');
    progress.update({ progress: half, isShowing: false, failure: null });
    progress.signedIn();
    progress.update({ progress: half, isShowing: false, failure: null });
    progress.update({ progress: null, isShowing: true, failure: null });
    progress.update({ progress: half, isShowing: false, failure: null });
    expect(told).toEqual(['reach', 'playlist', 'download', 'play']);
  });

  it('tells what keeps the files from coming, once nothing comes', () => {
    const told: unknown[] = [];
    const progress = createPairingProgress((payload) => told.push(payload));
    const failure = { code: 'disk-lacks', message: 'The disk lacks 5 bytes.', params: { missingBytes: 5 } };
    progress.update({ progress: null, isShowing: false, failure });
    progress.signedIn();
    progress.update({ progress: null, isShowing: false, failure: null });
    progress.update({ progress: null, isShowing: false, failure });
    expect(told).toEqual([
      { step: 'playlist', progress: null },
      { step: 'download', progress: null, failure },
    ]);
  });
});

describe('whom the settings ask to pair with', () => {
  const settings = { ...defaultSettings(), serverUrl: 'https://server', quickconnectCode: 'CODE' };

  it('is nobody without an address or a secret', () => {
    expect(pairingTarget(defaultSettings(), 'machine', null)).toBeNull();
    expect(pairingTarget({ ...settings, quickconnectCode: '' }, 'machine', null)).toBeNull();
  });

  it("takes the machine's name where none is said, and changes its id with what is said", () => {
    const target = pairingTarget(settings, 'machine', 'one');
    expect(target?.request).toMatchObject({
      address: 'https://server',
      hostname: 'machine',
      secrets: { quickconnectCode: 'CODE' },
      trust: { by: 'file', mode: 'system' },
    });
    expect(pairingTarget(settings, 'machine', 'one')?.id).toBe(target?.id);
    expect(pairingTarget(settings, 'machine', 'two')?.id).not.toBe(target?.id);
    expect(pairingTarget({ ...settings, hostname: 'lobby' }, 'machine', 'one')?.id).not.toBe(target?.id);
    expect(target?.id).not.toContain('CODE');
  });
});
