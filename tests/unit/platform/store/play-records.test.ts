import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import type { PlayerDatabase } from '../../../../src/platform/store/database.types.ts';
import {
  createPlayRecords,
  isoWithOffset,
  playRecordsHeader,
  playRecordsToCsv,
} from '../../../../src/platform/store/play-records.ts';
import type { PlayRecord } from '../../../../src/platform/store/play-records.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const record = (changes: Partial<PlayRecord> = {}): PlayRecord => ({
  startedAtMs: Date.UTC(2026, 0, 2),
  shownMs: 10_017,
  itemId: '7',
  fileName: 'welcome.jpg',
  sha256: 'ab'.repeat(32),
  playlistVersion: '4',
  complete: true,
  reason: 'duration',
  ...changes,
});

describe('createPlayRecords', () => {
  let database: PlayerDatabase;
  beforeEach(() => {
    database = openDatabase(':memory:');
  });
  afterEach(() => {
    database.close();
  });

  it('gives back what was played, in the order of play', () => {
    const records = createPlayRecords(database);
    const all = [3, 1, 2].map((hour) =>
      record({ startedAtMs: hour * 3_600_000, complete: hour !== 1, sha256: null }),
    );
    for (const one of all) records.add(one);
    expect([...records.batches(10)].flat()).toEqual(all);
  });

  it('survives restarts, and comes back in batches with what was added meanwhile', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'player.db');
    const first = openDatabase(file);
    for (const place of [1, 2, 3, 4]) createPlayRecords(first).add(record({ itemId: String(place) }));
    first.close();
    const second = openDatabase(file);
    const records = createPlayRecords(second);
    const sizes: number[] = [];
    const seen: string[] = [];
    for (const batch of records.batches(3)) {
      if (sizes.length === 0) records.add(record({ itemId: '5' }));
      sizes.push(batch.length);
      seen.push(...batch.map(({ itemId }) => itemId));
    }
    expect(sizes).toEqual([3, 2]);
    expect(seen).toEqual(['1', '2', '3', '4', '5']);
    second.close();
  });

  it('is bounded by age and by number', () => {
    const records = createPlayRecords(database);
    for (let day = 1; day <= 10; day += 1) records.add(record({ startedAtMs: Date.UTC(2026, 0, day) }));
    expect(records.trim({ olderThanMs: Date.UTC(2026, 0, 4), most: 100 })).toBe(3);
    expect(records.trim({ olderThanMs: null, most: 2 })).toBe(5);
    const kept = [...records.batches(10)].flat();
    expect(kept.map(({ startedAtMs }) => new Date(startedAtMs).getUTCDate())).toEqual([9, 10]);
    expect(records.trim({ olderThanMs: null, most: 2 })).toBe(0);
  });
});

describe('playRecordsToCsv', () => {
  it('writes a header and one line each', () => {
    const startedAtMs = Date.UTC(2026, 0, 2);
    expect(playRecordsHeader + playRecordsToCsv([record({ startedAtMs })])).toBe(
      'started_at,shown_s,item_id,file_name,sha256,playlist_version,complete,reason\r\n' +
        `${isoWithOffset(startedAtMs)},10.017,7,welcome.jpg,${'ab'.repeat(32)},4,yes,duration\r\n`,
    );
  });

  it('quotes what must be quoted, and lets no name become a formula', () => {
    const csv = playRecordsToCsv([
      record({ fileName: 'a,"b".jpg' }),
      record({ fileName: '=HYPERLINK("x")' }),
    ]);
    expect(csv).toContain(',"a,""b"".jpg",');
    expect(csv).toContain(`,"'=HYPERLINK(""x"")",`);
  });

  it.each(['=1', '+1', '-1', '@a', '\t=1', '\r=1', 'a;=1', 'a\n+1', 'a\t@b', '\uff1d1'])(
    'defuses %j wherever a spreadsheet may begin a cell',
    (fileName) => {
      const csv = playRecordsToCsv([record({ fileName })]);
      expect(csv).not.toMatch(/(^|[",;\t\r\n])[=+\-@\uff1d](?!HYPER)/);
    },
  );

  it('says moments by the wall clock of this machine, and what it is ahead of UTC', () => {
    const moment = Date.UTC(2026, 6, 2, 12, 30, 15, 7);
    expect(Date.parse(isoWithOffset(moment))).toBe(moment);
    expect(isoWithOffset(moment)).toMatch(/^2026-07-0[123]T\d\d:\d\d:15\.007[+-]\d\d:\d\d$/);
    const spy = vi.spyOn(Date.prototype, 'getTimezoneOffset');
    spy.mockReturnValue(-330);
    expect(isoWithOffset(moment)).toBe('2026-07-02T18:00:15.007+05:30');
    spy.mockReturnValue(210);
    expect(isoWithOffset(moment)).toBe('2026-07-02T09:00:15.007-03:30');
    spy.mockRestore();
  });
});
