import { describe, expect, it } from 'vitest';
import { renderGlance } from '../../../src/cli/render-glance.ts';
import { toStatusFile } from '../../../src/player/heartbeat/status-file.ts';
import type { StatusReading } from '../../../src/player/heartbeat/peek-status-file.ts';
import type { ScreenGlance } from '../../../src/player/maintenance/screen-glance.ts';
import type { Snapshot } from '../../../src/shared/status.ts';
import { sampleSnapshot } from '../../support/fakes/sample-snapshot.ts';

const local = (hour: number): string => new Date(2026, 0, 15, hour).toISOString();
const current = { id: '12', fileName: 'welcome.jpg', since: local(11), until: local(12) };

function glanceOf(replaced: Partial<Snapshot>, changes: Partial<ScreenGlance> = {}): ScreenGlance {
  const content = toStatusFile(sampleSnapshot(replaced), { nowMs: 0, beatSeconds: 60 });
  return {
    running: 'yes',
    // The very text of the file, as a reader has it.
    status: JSON.parse(JSON.stringify(content)) as StatusReading,
    machine: { playerMb: 81.6, withBrowserMb: 412.2, temperatureCelsius: 51.4, addresses: ['192.168.0.57'] },
    needsAttention: [],
    ...changes,
  };
}

describe('a screen at a glance in a terminal', () => {
  it('tells everything in a line of its own', () => {
    const text = renderGlance(
      glanceOf({
        current,
        playlist: { version: '4', items: 3, offered: '6', staged: '5' },
        lastContact: local(10),
        outbox: { pending: 2, oldest: local(9) },
        lastRecovery: { at: local(8), cause: 'black', detail: null },
        recoveries: { screen: 3, relaunches: 1, safeMode: false },
        start: { reason: 'nightly', cause: null },
        startedAt: local(3),
      }),
      '/data',
    );
    expect(text).toBe(`Lobby: playing, all is well

plays        welcome.jpg, since 2026-01-15 11:00:00 until 2026-01-15 12:00:00
playlist     version 4, 3 items; on the server 6; up next 5
connection   online, last contact 2026-01-15 10:00:00
certificate  pinned
panel        on (always)
cache        11 MB of 10240 MB, 39291 MB free on the disk
memory       player 82 MB, with the browser 412 MB
temperature  51 °C
queue        2 reports, the oldest from 2026-01-15 09:00:00
addresses    192.168.0.57
recoveries   4, last 2026-01-15 08:00:00 (The screen was black.)
running      since 2026-01-15 03:00:00 (nightly)
kept awake   systemd-inhibit
version      0.1.0, chromium shell, process 4711
`);
  });

  it('tells how the last update went, what came before it, what waits, and why the last look failed', () => {
    const update = {
      phase: 'idle',
      previous: '1.0.0',
      staged: '1.3.0',
      result: { version: '1.2.0', rolledBackFor: 'silent', at: local(3) },
      failure: { code: 'update-by-hand', message: 'Version 1.4.0 is there.' },
    } as const;
    expect(renderGlance(glanceOf({ update }), '/data')).toContain(
      'updates      1.2.0 was taken back; before it 1.0.0; 1.3.0 waits for its hour; the last look failed (update-by-hand)\n',
    );
    const installed = {
      ...update,
      staged: null,
      failure: null,
      result: { ...update.result, rolledBackFor: null },
    };
    expect(renderGlance(glanceOf({ update: installed }), '/data')).toContain(
      'updates      1.2.0 was installed; before it 1.0.0\n',
    );
  });

  it('puts what needs attention below, with what mends it', () => {
    const needsAttention = [
      { code: 'offline', message: 'The server does not answer.', remedy: 'Look at the cable.' },
      { code: 'settings-damaged', message: 'The settings were damaged.', remedy: null },
    ];
    const text = renderGlance(glanceOf({}, { needsAttention }), '/data');
    expect(text).toContain('Lobby: playing, 2 × needs attention');
    expect(text.slice(text.indexOf('\nNeeds'))).toBe(`
Needs attention
  ! The server does not answer.
    → Look at the cable.
  ! The settings were damaged.
`);
  });

  it('says that nobody runs, or ever did', () => {
    const stopped = renderGlance(glanceOf({ current }, { running: 'no' }), '/data');
    expect(stopped).toMatch(/^Lobby: not running\n/);
    expect(stopped).toContain('No player runs; this is what the last one said.');
    expect(renderGlance(glanceOf({}, { status: null, running: 'no' }), '/data')).toContain('/data');
  });

  it('hands no control character of a file or a server to the terminal', () => {
    const evil = '\u001b]0;owned\u0007\u001b[2J\nname\u202e';
    const text = renderGlance(
      glanceOf(
        {
          current: { ...current, fileName: evil },
          player: { ...sampleSnapshot().player, name: evil },
          playlist: { version: evil, items: 1, offered: `${evil}2`, staged: evil },
          lastRecovery: { at: evil, cause: 'lost', detail: evil },
          update: { ...sampleSnapshot().update, previous: evil, staged: evil },
        },
        { needsAttention: [{ code: 'x', message: evil, remedy: null }] },
      ),
      '/data',
    );
    // eslint-disable-next-line no-control-regex -- these are what it is about
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});
