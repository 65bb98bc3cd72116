import { describe, expect, it } from 'vitest';
import { noteRun, noteStart } from '../../../../src/player/status/run-history.ts';
import { createKeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';

describe('why a player starts', () => {
  it('tells a boot from a crash, a request, an update and a display that went away', () => {
    const database = openDatabase(':memory:');
    const kept = createKeyValueStore(database);
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
