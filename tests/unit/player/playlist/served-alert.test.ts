import { expect, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { PlaylistManager } from '../../../../src/player/playlist/playlist-manager.types.ts';
import { createServedAlert, parseKeptAlert } from '../../../../src/player/playlist/served-alert.ts';
import { readAlert } from '../../../../src/shared/alert.ts';
import { ok } from '../../../../src/shared/result.ts';

test('an alert in the playlist’s body holds until a body without one; what cannot be read changes nothing', () => {
  const kept = new Map<string, string>();
  const warnings: string[] = [];
  const served = createServedAlert({
    keyValues: {
      get: (name) => kept.get(name) ?? null,
      set: (name, value) => void kept.set(name, value),
      remove: (name) => void kept.delete(name),
    },
    log: { ...createSilentLog(), warn: (line) => warnings.push(line) },
    onChange: () => undefined,
  });
  const accepting: Pick<PlaylistManager, 'accept'> = {
    accept: () => ok({ id: 'p', version: null, items: 0, skipped: [], changed: false }),
  };
  const playlists = served.heardBy(accepting as PlaylistManager);
  const now = () => readAlert(parseKeptAlert(served.current()));

  playlists.accept({ playlist: [], alert: 'Closed today' });
  expect(now()).toMatchObject({ alert: { text: 'Closed today', level: 'warning' } });
  const until = '2026-11-29T18:00:00.000Z';
  playlists.accept({ playlist: [], alert: { text: 'Fire', level: 'emergency', until } });
  const fire = { alert: { text: 'Fire', level: 'emergency', untilMs: Date.parse(until) } };
  expect(now()).toMatchObject(fire);
  for (const bad of [7, { text: 'x', level: 'loud' }, { text: 'x', level: 'loud' }, 'a\u0000', '{"text":']) {
    playlists.accept({ playlist: [], alert: bad });
    if (bad !== '{"text":') expect(now()).toMatchObject(fire);
  }
  expect(warnings).toHaveLength(3);
  expect(now()).toMatchObject({ alert: { text: '{"text":' } });
  playlists.accept({ playlist: [] });
  expect(served.current()).toBeNull();
});
