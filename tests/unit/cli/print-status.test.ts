import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { printStatus } from '../../../src/cli/print-status.ts';
import { toStatusFile } from '../../../src/player/heartbeat/status-file.ts';
import type { Snapshot } from '../../../src/shared/status.ts';
import { createFakeClock } from '../../support/fakes/fake-clock.ts';
import { sampleSnapshot } from '../../support/fakes/sample-snapshot.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
let said: string[];

beforeEach(() => {
  folder = temporaryFolder();
  said = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

function write(replaced: Partial<Snapshot> = {}): void {
  const content = toStatusFile(sampleSnapshot({ pid: process.pid, ...replaced }), {
    nowMs: Date.now(),
    beatSeconds: 60,
  });
  writeFileSync(join(folder, 'status.json'), JSON.stringify(content));
}

describe('digiplayer status', () => {
  it('ends with 0 when all is well, 1 when something is not, 3 when nobody runs', async () => {
    expect(await printStatus({ folder, json: false, watch: false })).toBe(3);
    write();
    expect(await printStatus({ folder, json: false, watch: false })).toBe(0);
    write({ problems: [{ code: 'offline', message: 'No answer.' }] });
    expect(await printStatus({ folder, json: false, watch: false })).toBe(1);
    expect(said.at(-1)).toContain('! No answer.\n    → `digiplayer doctor`');
  });

  it('prints status.json as it is, and what the machine knows beside it', async () => {
    write({ problems: [{ code: 'disk-full', message: 'No room.' }] });
    await printStatus({ folder, json: true, watch: false });
    expect(JSON.parse(said.join(''))).toMatchObject({
      verdict: 'attention',
      running: 'yes',
      needs_attention: [{ code: 'disk-full', message: 'No room.', remedy: expect.any(String) as string }],
      addresses: expect.any(Array) as string[],
      data_folder: folder,
      status: { state: 'playing', pid: process.pid, playlist: { version: '4' } },
    });
  });

  it('looks again every two seconds until it is ended, and answers what it saw last', async () => {
    const clock = createFakeClock(Date.now());
    const over = new AbortController();
    write();
    const ended = printStatus({ folder, json: true, watch: true, clock, signal: over.signal });
    await vi.waitFor(() => {
      expect(said).toHaveLength(1);
      expect(clock.pendingTimers()).toBe(1);
    });
    write({ state: 'unpaired' });
    await clock.advance(2_000);
    await vi.waitFor(() => {
      expect(said).toHaveLength(2);
      expect(clock.pendingTimers()).toBe(1);
    });
    over.abort();
    expect(await ended).toBe(1);
    const lines = said.map((line) => JSON.parse(line) as { verdict: string });
    expect(lines.map(({ verdict }) => verdict)).toEqual(['well', 'attention']);
    for (const line of said) expect(line.trimEnd()).not.toContain('\n');
  });
});
