import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { toStatusFile } from '../../../../src/player/heartbeat/status-file.ts';
import { glanceAtScreen, type ScreenGlance } from '../../../../src/player/maintenance/screen-glance.ts';
import type { Snapshot } from '../../../../src/shared/status.ts';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const nowMs = Date.UTC(2026, 0, 15, 12);
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const glance = (
  replaced: Partial<Snapshot> = {},
  { agedMs = 0, alive = true }: { agedMs?: number; alive?: boolean } = {},
): Promise<ScreenGlance> => {
  const content = toStatusFile(sampleSnapshot(replaced), { nowMs, beatSeconds: 60 });
  writeFileSync(join(folder, 'status.json'), JSON.stringify(content));
  const clock = { now: () => nowMs + agedMs };
  return glanceAtScreen({ dataFolder: folder, clock, isAlive: () => alive });
};

describe('a glance at a screen', () => {
  it('says that all is well', async () => {
    expect(await glance()).toMatchObject({
      running: 'yes',
      needsAttention: [],
      status: { state: 'playing' },
    });
  });

  it('says with each problem what mends it', async () => {
    const { needsAttention } = await glance({
      problems: [
        { code: 'certificate-refused', message: 'The certificate is another one.' },
        { code: 'settings-damaged', message: 'The settings were damaged.' },
      ],
    });
    expect(needsAttention).toMatchObject([
      { code: 'certificate-refused', remedy: expect.stringMatching(/fingerprints/) as string },
      { code: 'settings-damaged', remedy: null },
    ]);
  });

  it.each([
    [{ state: 'unpaired', connection: 'offline' }, ['unpaired']],
    [{ connection: 'offline' }, ['offline']],
    [{ recoveries: { screen: 9, relaunches: 3, safeMode: true } }, ['safe-mode']],
    [
      { connection: 'offline', problems: [{ code: 'name-not-found', message: 'No such name.' }] },
      ['name-not-found'],
    ],
  ] as const)('needs attention at %j', async (replaced, codes) => {
    const { needsAttention } = await glance(replaced);
    expect(needsAttention.map(({ code }) => code)).toEqual(codes);
  });

  it('says when a player that lives has been silent for several beats', async () => {
    expect(await glance({}, { agedMs: 150_000 })).toMatchObject({ running: 'yes', needsAttention: [] });
    const silent = await glance({}, { agedMs: 200_000 });
    expect(silent).toMatchObject({ running: 'silent', needsAttention: [{ code: 'silent' }] });
    expect(await glance({}, { agedMs: -3_600_000 }), 'the clock was set back').toMatchObject({
      running: 'yes',
    });
  });

  it('says that nobody runs, whatever the last player said', async () => {
    const stopped = await glance({ connection: 'offline' }, { alive: false });
    expect(stopped).toMatchObject({ running: 'no', needsAttention: [], machine: { playerMb: null } });
  });

  it('asks the system whether the process lives', async () => {
    const own = toStatusFile(sampleSnapshot({ pid: process.pid }), { nowMs, beatSeconds: 60 });
    writeFileSync(join(folder, 'status.json'), JSON.stringify(own));
    const seen = await glanceAtScreen({ dataFolder: folder, clock: { now: () => nowMs } });
    expect(seen.running).toBe('yes');
    if (process.platform === 'linux') expect(seen.machine.playerMb).toBeGreaterThan(10);
    writeFileSync(join(folder, 'status.json'), JSON.stringify({ ...own, pid: 4_194_304_000 }));
    expect((await glanceAtScreen({ dataFolder: folder, clock: { now: () => nowMs } })).running).toBe('no');
  });

  it('knows nothing where nobody wrote anything', async () => {
    const none = await glanceAtScreen({ dataFolder: folder, clock: { now: () => nowMs } });
    expect(none).toMatchObject({ running: 'no', status: null, needsAttention: [] });
  });
});
