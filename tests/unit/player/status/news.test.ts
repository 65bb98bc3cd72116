import { describe, expect, it } from 'vitest';
import { createPlaylistNews, noteRun, noteStart } from '../../../../src/player/status/news.ts';
import { createKeptValues } from '../../../../src/platform/store/kept-values.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { fail } from '../../../../src/shared/result.ts';

describe('why a player starts', () => {
  it('tells a boot from a crash, a request, an update and a display that went away', () => {
    const database = openDatabase(':memory:');
    const kept = createKeptValues(database);
    const reason = (version: string, after: string | null = null) => noteStart(kept, version, after).reason;
    expect(reason('1.0.0')).toBe('boot');
    expect(reason('1.0.0'), 'it never said that it stopped').toBe('crash');
    noteRun(kept, '1.0.0', 'stopped');
    expect(reason('1.0.0')).toBe('boot');
    noteRun(kept, '1.0.0', 'relaunch');
    expect(reason('1.0.0')).toBe('request');
    noteRun(kept, '1.0.0', 'stopped');
    expect(reason('1.1.0')).toBe('update');
    expect(reason('1.1.0', 'display'), 'its display took it along').toBe('display');
    expect(noteStart(kept, '1.1.0', 'signal SIGSEGV')).toEqual({ reason: 'crash', cause: 'signal SIGSEGV' });
    noteRun(kept, '1.1.0', 'bug');
    expect(noteStart(kept, '1.1.0', 'exit code 75')).toEqual({ reason: 'crash', cause: 'a bug' });
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
    const refused = [fail('playlist-refused', '5 bytes are missing.').error];
    tell({ version: '2', items: 3, offered: '3', staged: null }, refused);
    tell({ version: '2', items: 3, offered: '3', staged: null }, refused);
    expect(told.slice(3)).toEqual(['playlist-offered', 'cache-refused']);
  });
});
