import { describe, expect, it } from 'vitest';
import type { PlayRecord } from '../../../../src/platform/store/play-records.ts';
import { playTotalsHeader, playTotalsToCsv, totalPlays } from '../../../../src/platform/store/play-totals.ts';

const noon = new Date(2026, 0, 31, 12).getTime();
const HOUR = 3_600_000;
const play = (changes: Partial<PlayRecord> = {}): PlayRecord => ({
  startedAtMs: noon,
  shownMs: 10_000,
  itemId: '7',
  fileName: 'welcome.jpg',
  sha256: null,
  playlistVersion: '4',
  complete: true,
  reason: 'duration',
  ...changes,
});

describe('totals of the proof of play', () => {
  it('add up by day and item, the item shown longest first', () => {
    const film = { itemId: '9', fileName: 'film.mp4', shownMs: 25_500 };
    const days = [
      ...totalPlays([
        [play(), play({ complete: false, shownMs: 2_000 })],
        [play(film), play({ startedAtMs: noon + 13 * HOUR })],
      ]),
    ];
    expect(days).toEqual([
      [
        { day: '2026-01-31', ...film, showings: 1, complete: 1 },
        {
          day: '2026-01-31',
          itemId: '7',
          fileName: 'welcome.jpg',
          showings: 2,
          complete: 1,
          shownMs: 12_000,
        },
      ],
      [
        {
          day: '2026-02-01',
          itemId: '7',
          fileName: 'welcome.jpg',
          showings: 1,
          complete: 1,
          shownMs: 10_000,
        },
      ],
    ]);
  });

  it('tell items apart that share a name, and names that share an item', () => {
    const [day = []] = totalPlays([[play(), play({ itemId: '8' }), play({ fileName: 'new.jpg' })]]);
    expect(day.map(({ showings }) => showings)).toEqual([1, 1, 1]);
  });

  it('are nothing where nothing was shown', () => {
    expect([...totalPlays([])]).toEqual([]);
    expect([...totalPlays([[]])]).toEqual([]);
  });

  it('hold one day at a time, however long the proof is', () => {
    let taken = 0;
    function* batches(): Generator<readonly PlayRecord[]> {
      for (let day = 0; day < 3; day += 1) {
        taken = day + 1;
        yield [play({ startedAtMs: noon + day * 24 * HOUR })];
      }
    }
    const days = totalPlays(batches());
    days.next();
    expect(taken).toBe(2);
  });

  it('are CSV in which no name becomes a formula', () => {
    const [day = []] = totalPlays([[play({ fileName: '=HYPERLINK("x"),1' })]]);
    expect(playTotalsHeader + playTotalsToCsv(day)).toBe(
      'day,item_id,file_name,showings,complete,shown_s\r\n' +
        `2026-01-31,7,"'=HYPERLINK(""x""),1",1,1,10.000\r\n`,
    );
  });
});
