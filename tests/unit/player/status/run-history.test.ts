import { describe, expect, it } from 'vitest';
import { createRunHistory, type RunHistory } from '../../../../src/player/status/run-history.ts';
import { createKeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';

describe('why a player starts', () => {
  it('tells a boot from a crash, a request, an update and a display that went away', () => {
    const database = openDatabase(':memory:');
    const kept = createKeyValueStore(database);
    let run: RunHistory;
    const start = (version: string, after: string | null = null) => {
      run = createRunHistory(kept, version);
      return run.begin(after);
    };
    const reason = (version: string, after: string | null = null) => start(version, after).reason;
    const end = (by?: 'relaunch' | 'nightly' | 'recovery', because?: 'bug') => {
      if (by !== undefined) run.endsBy(by);
      run.end(because);
    };
    expect(reason('1.0.0')).toBe('boot');
    expect(reason('1.0.0'), 'it never said that it stopped').toBe('crash');
    end();
    expect(reason('1.0.0')).toBe('boot');
    end('relaunch');
    expect(reason('1.0.0')).toBe('request');
    end();
    expect(reason('1.1.0')).toBe('update');
    expect(reason('1.1.0', 'display'), 'its display took it along').toBe('display');
    expect(start('1.1.0', 'signal SIGSEGV')).toEqual({ reason: 'crash', cause: 'signal SIGSEGV' });
    end('relaunch', 'bug');
    expect(start('1.1.0', 'exit code 75')).toEqual({ reason: 'crash', cause: 'a bug' });
    database.close();
  });
});
