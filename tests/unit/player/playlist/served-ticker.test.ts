import { expect, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { PlaylistManager } from '../../../../src/player/playlist/playlist-manager.types.ts';
import { createServedTicker } from '../../../../src/player/playlist/served-ticker.ts';
import { ok } from '../../../../src/shared/result.ts';

test('a line of text in the playlist’s body holds until another or none; what is no line changes nothing', () => {
  const served = createServedTicker({
    keyValues: { get: () => null, set: () => undefined, remove: () => undefined },
    log: createSilentLog(),
    onChange: () => undefined,
  });
  const accepting: Pick<PlaylistManager, 'accept'> = {
    accept: () => ok({ id: 'p', version: null, items: 0, skipped: [], changed: false }),
  };
  const playlists = served.heardBy(accepting as PlaylistManager);
  const after = (ticker: unknown): string | null => {
    playlists.accept({ playlist: [], ticker });
    return served.current();
  };
  expect(after(' Welcome ')).toBe('Welcome');
  for (const bad of [7, ['a'], 'two\nlines', 'x'.repeat(501)]) expect(after(bad)).toBe('Welcome');
  expect(after('ברוכים הבאים')).toBe('ברוכים הבאים');
  expect(after('   ')).toBeNull();
  expect(after('Welcome')).toBe('Welcome');
  expect(after(null)).toBeNull();
});
