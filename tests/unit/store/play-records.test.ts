import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/store/open-database.ts';
import type { PlayerDatabase } from '../../../src/store/open-database.ts';
import { createPlayRecords, playRecordsToCsv } from '../../../src/store/play-records.ts';
import type { PlayRecord } from '../../../src/store/play-records.ts';

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

  it('gives back what was played in a period, in the order of play', () => {
    const records = createPlayRecords(database);
    const all = [3, 1, 2].map((hour) =>
      record({ startedAtMs: hour * 3_600_000, complete: hour !== 1, sha256: null }),
    );
    for (const one of all) records.add(one);
    expect(records.list()).toEqual(all);
    expect(records.list({ fromMs: 3_600_000, toMs: 3 * 3_600_000 })).toEqual(all.slice(1));
  });

  it('is bounded by age and by number', () => {
    const records = createPlayRecords(database);
    for (let day = 1; day <= 10; day += 1) records.add(record({ startedAtMs: Date.UTC(2026, 0, day) }));
    expect(records.trim({ olderThanMs: Date.UTC(2026, 0, 4), most: 100 })).toBe(3);
    expect(records.trim({ olderThanMs: null, most: 2 })).toBe(5);
    expect(records.list().map(({ startedAtMs }) => new Date(startedAtMs).getUTCDate())).toEqual([9, 10]);
    expect(records.count()).toBe(2);
    expect(records.trim({ olderThanMs: null, most: 2 })).toBe(0);
  });
});

describe('playRecordsToCsv', () => {
  it('writes a header and one line each', () => {
    expect(playRecordsToCsv([record()])).toBe(
      'started_at,shown_s,item_id,file_name,sha256,playlist_version,complete,reason\r\n' +
        `2026-01-02T00:00:00.000Z,10.017,7,welcome.jpg,${'ab'.repeat(32)},4,yes,duration\r\n`,
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
});
