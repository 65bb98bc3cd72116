import { describe, expect, it } from 'vitest';
import { createPlaylistReports } from '../../../../src/player/status/report-events.ts';
import { fail } from '../../../../src/shared/result.ts';

describe('what the server hears of the playlist', () => {
  it('tells each step once, and nothing of what was there at the start', () => {
    const told: string[] = [];
    const tell = createPlaylistReports({ report: (kind) => told.push(kind) });
    const first = { version: '1', items: 2, offered: '1', staged: null };
    tell(first, []);
    tell(first, []);
    expect(told).toEqual([]);
    tell({ ...first, offered: '2' }, []);
    tell({ ...first, offered: '2', staged: '2' }, []);
    tell({ version: '2', items: 3, offered: '2', staged: null }, []);
    expect(told).toEqual(['playlist-offered', 'playlist-staged', 'playlist-playing']);
    const refused = [fail('playlist-refused', '5 bytes are missing.').error];
    tell({ version: '2', items: 3, offered: '3', staged: null }, refused);
    tell({ version: '2', items: 3, offered: '3', staged: null }, refused);
    expect(told.slice(3)).toEqual(['playlist-offered', 'cache-refused']);
  });
});
