import { describe, expect, it } from 'vitest';
import { createServedHours } from '../../../../src/player/playlist/served-hours.ts';
import type { PlaylistManager } from '../../../../src/player/playlist/playlist-manager.types.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { fail, ok } from '../../../../src/shared/result.ts';

function setUp(kept = new Map<string, string>()) {
  const warnings: string[] = [];
  const log = { ...createSilentLog(), warn: (line: string) => warnings.push(line) };
  let changes = 0;
  const hours = createServedHours({
    keyValues: {
      get: (name) => kept.get(name) ?? null,
      set: (name, value) => void kept.set(name, value),
      remove: (name) => void kept.delete(name),
    },
    log,
    onChange: () => {
      changes += 1;
    },
  });
  const forgotten: string[] = [];
  const inner: Pick<PlaylistManager, 'accept' | 'forget'> = {
    accept: (body) =>
      body === 'bad'
        ? fail('bad-playlist', 'No playlist.')
        : ok({ id: 'p', version: null, items: 0, skipped: [], changed: true }),
    forget: () => {
      forgotten.push('playlists');
    },
  };
  const playlists = hours.heardBy(inner as PlaylistManager);
  return { hours, playlists, warnings, kept, forgotten, changes: () => changes };
}

describe('screen hours in the body of a playlist', () => {
  it('hold from the body that says them, over a restart, until one says none', () => {
    const { hours, playlists, kept, changes } = setUp();
    expect(hours.current()).toBeNull();
    playlists.accept({ playlist: [], screen_hours: { 'mon-fri': '7:00-22:00' } });
    expect(hours.current()).toBe('mon-fri 07:00-22:00; sat-sun off');
    playlists.accept({ playlist: [], screen_hours: 'Mon-Fri 07:00-22:00' });
    expect(changes()).toBe(1);
    expect(setUp(kept).hours.current()).toBe('mon-fri 07:00-22:00; sat-sun off');
    playlists.accept({ playlist: [] });
    expect(hours.current()).toBeNull();
    expect(setUp(kept).hours.current()).toBeNull();
  });

  it('that cannot be read change nothing, in one line, and never harm the playlist', () => {
    const { hours, playlists, warnings } = setUp();
    playlists.accept({ playlist: [], screen_hours: 'off' });
    for (const bad of ['mondya off', 'mondya off', 7, { mon: { from: 1 } }]) {
      expect(playlists.accept({ playlist: [], screen_hours: bad }).ok).toBe(true);
      expect(hours.current()).toBe('mon-sun off');
    }
    expect(warnings).toHaveLength(3);
  });

  it('of a body that is no playlist are not looked at; unpairing forgets them', () => {
    const { hours, playlists, forgotten, kept } = setUp();
    playlists.accept({ playlist: [], screen_hours: 'off' });
    playlists.accept('bad');
    expect(hours.current()).toBe('mon-sun off');
    playlists.forget();
    expect(hours.current()).toBeNull();
    expect(forgotten).toEqual(['playlists']);
    expect(kept.size).toBe(0);
  });

  it('that were kept by another hand and are none count as none', () => {
    expect(setUp(new Map([['served-screen-hours', 'sometimes']])).hours.current()).toBeNull();
  });
});
