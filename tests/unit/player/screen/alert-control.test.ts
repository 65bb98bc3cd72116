import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createAlertControl } from '../../../../src/player/screen/alert-control.ts';
import { LONGEST_WITHOUT_END_MS } from '../../../../src/player/screen/alert-end.ts';
import { createProblems } from '../../../../src/player/status/problems.ts';
import type { ClockVerdict } from '../../../../src/shared/status.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function setUp() {
  const folder = temporaryFolder();
  const kept = new Map<string, string>();
  const clock = createFakeClock();
  const warnings: string[] = [];
  const problems = createProblems();
  let served: string | null = null;
  let verdict: ClockVerdict = 'right';
  let wakes = 0;
  const open = () =>
    createAlertControl({
      dataFolder: folder,
      served: () => served,
      clock,
      serverTime: { corrected: clock, status: () => ({ verdict, earliestMs: 0, correctionMs: null }) },
      keyValues: { get: (name) => kept.get(name) ?? null, set: (name, value) => void kept.set(name, value) },
      problems,
      log: { ...createSilentLog(), warn: (line) => warnings.push(line) },
      onChange: () => undefined,
      wake: () => {
        wakes += 1;
      },
    });
  return {
    folder,
    clock,
    problems,
    warnings,
    open,
    wakes: () => wakes,
    write: (name: string, content: string | Uint8Array) => {
      writeFileSync(join(folder, name), content);
      // Written anew at another time, whatever the file system keeps of it.
      const at = new Date(clock.now());
      utimesSync(join(folder, name), at, at);
    },
    say: (alert: object | null) => {
      served = alert === null ? null : JSON.stringify(alert);
    },
    believe: (next: ClockVerdict) => {
      verdict = next;
    },
  };
}

describe('an alert in the data folder', () => {
  it('is there within two seconds of being written, and gone within two of being taken away', async () => {
    const { open, write, clock, folder } = setUp();
    const alerts = open();
    alerts.start();
    expect(alerts.current()).toBeNull();
    write('alert.txt', 'Lift out of order');
    await clock.advance(2_000);
    expect(alerts.current()).toMatchObject({ text: 'Lift out of order', level: 'warning' });
    write('alert.json', '{"text":"Fire","level":"emergency"}');
    await clock.advance(2_000);
    expect(alerts.current()).toMatchObject({ text: 'Fire' });
    rmSync(join(folder, 'alert.json'));
    rmSync(join(folder, 'alert.txt'));
    await clock.advance(2_000);
    expect(alerts.current()).toBeNull();
    alerts.stop();
  });

  it('ends after an hour though the file stays, over restarts, until it is written anew', async () => {
    const { open, write, clock } = setUp();
    write('alert.txt', 'Fire drill');
    const first = open();
    first.start();
    await clock.advance(LONGEST_WITHOUT_END_MS / 2);
    expect(first.current()).not.toBeNull();
    first.stop();
    const second = open();
    second.start();
    expect(second.current()).not.toBeNull();
    await clock.advance(LONGEST_WITHOUT_END_MS / 2 + 2_000);
    expect(second.current()).toBeNull();
    second.stop();
    const third = open();
    third.start();
    expect(third.current()).toBeNull();
    write('alert.txt', 'Fire drill');
    await clock.advance(2_000);
    expect(third.current()).not.toBeNull();
    third.stop();
  });

  it('ends at its time also while the machine’s clock is known to be wrong: after an hour then', async () => {
    const { open, write, clock, believe } = setUp();
    const untilMs = clock.now() + 10 * 60_000;
    write('alert.json', JSON.stringify({ text: 'Closing', until: new Date(untilMs).toISOString() }));
    const alerts = open();
    alerts.start();
    await clock.advance(10 * 60_000 - 2_000);
    expect(alerts.current()).not.toBeNull();
    believe('wrong');
    await clock.advance(20_000);
    expect(alerts.current()).not.toBeNull();
    await clock.advance(LONGEST_WITHOUT_END_MS);
    expect(alerts.current()).toBeNull();
    believe('right');
    await clock.advance(2_000);
    expect(alerts.current()).toBeNull();
    alerts.stop();
  });

  it('wakes a dark panel only for an emergency', async () => {
    const { open, write, clock, wakes } = setUp();
    write('alert.txt', 'Lift out of order');
    const alerts = open();
    alerts.start();
    await clock.advance(5_000);
    expect(wakes()).toBe(0);
    write('alert.json', '{"text":"Fire","level":"emergency"}');
    await clock.advance(5_000);
    expect(wakes()).toBeGreaterThan(0);
    alerts.stop();
  });

  const garbage: Record<string, (path: string) => void> = {
    'random bytes': (path) => {
      writeFileSync(path, randomBytes(4_000));
    },
    'far too much': (path) => {
      writeFileSync(path, 'x'.repeat(1_000_000));
    },
    'a link': (path) => {
      writeFileSync(`${path}.secret`, 'a secret of another user');
      symlinkSync(`${path}.secret`, path);
    },
    'a folder': (path) => {
      mkdirSync(path);
    },
    'a pipe': (path) => {
      execFileSync('mkfifo', [path]);
    },
    'a device behind a link': (path) => {
      symlinkSync('/dev/zero', path);
    },
  };
  it.skipIf(process.platform === 'win32').each(Object.keys(garbage))(
    'that is %s is named once, and nothing is shown',
    async (name) => {
      const { open, folder, clock, warnings, problems } = setUp();
      const path = join(folder, 'alert.txt');
      garbage[name]?.(path);
      const alerts = open();
      alerts.start();
      await clock.advance(30_000);
      expect(alerts.current()).toBeNull();
      expect(warnings).toEqual(['The alert cannot be shown']);
      expect(problems.list()).toMatchObject([{ code: 'alert-unread', params: { file: 'alert.txt' } }]);
      rmSync(path, { recursive: true });
      await clock.advance(2_000);
      expect(problems.list()).toEqual([]);
      alerts.stop();
    },
  );

  it('that is no JSON in alert.json is named, and never hides nor harms what the server says', async () => {
    const { open, write, clock, say, problems } = setUp();
    write('alert.json', '{"text":');
    say({ text: 'Closed today' });
    const alerts = open();
    alerts.start();
    await clock.advance(2_000);
    expect(alerts.current()).toMatchObject({ text: 'Closed today' });
    expect(problems.list()).toHaveLength(1);
    say(null);
    await clock.advance(2_000);
    expect(alerts.current()).toBeNull();
    alerts.stop();
  });
});
