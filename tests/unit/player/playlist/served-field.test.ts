import { expect, test, vi } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { PlaylistManager } from '../../../../src/player/playlist/playlist-manager.types.ts';
import { createServedField } from '../../../../src/player/playlist/served-field.ts';
import { fail, ok } from '../../../../src/shared/result.ts';

function bench(kept = new Map<string, string>()) {
  const seen = { changes: 0, refuses: false, warnings: 0, usable: true };
  const forgets = vi.fn();
  const write = (action: () => void): void => {
    if (seen.refuses) throw new Error('no space');
    action();
  };
  const field = createServedField(
    {
      field: 'motto',
      key: 'served-motto',
      read: (written) =>
        typeof written === 'string'
          ? { ok: true, kept: written === 'none' ? null : written }
          : { ok: false, problem: 'it is no text' },
    },
    {
      keyValues: {
        get: (name) => kept.get(name) ?? null,
        set: (name, value) => {
          write(() => kept.set(name, value));
        },
        remove: (name) => {
          write(() => kept.delete(name));
        },
      },
      log: {
        ...createSilentLog(),
        warn: () => {
          seen.warnings += 1;
        },
      },
      onChange: () => {
        seen.changes += 1;
      },
    },
  );
  const accepted = ok({ id: 'p', version: null, items: 0, skipped: [], changed: false });
  const inner: Partial<PlaylistManager> = {
    accept: () => (seen.usable ? accepted : fail('bad-playlist', 'None.')),
    forget: forgets,
    withdraw: forgets,
  };
  const playlists = field.heardBy(inner as PlaylistManager);
  return { field, playlists, kept, seen, forgets, accepted };
}

test('holds from the body that says it until one does not, each change told once, and over a restart', () => {
  const { field, playlists, kept, seen, accepted } = bench();
  expect(playlists.accept({ motto: 'a' })).toBe(accepted);
  playlists.accept({ motto: 'a' });
  expect([field.current(), seen.changes, bench(kept).field.current()]).toEqual(['a', 1, 'a']);
  for (const nothing of [{}, { motto: null }, { motto: '' }, { motto: 'none' }, 'text', null, ['motto']]) {
    playlists.accept({ motto: 'b' });
    playlists.accept(nothing);
    expect([field.current(), kept.size]).toEqual([null, 0]);
  }
  expect(seen.changes).toBe(15);
});

test('is nothing that a body only inherits', () => {
  const { field, playlists } = bench();
  playlists.accept(Object.create({ motto: 'a' }));
  expect(field.current()).toBeNull();
});

test('what cannot be read changes nothing, with one line for each such value', () => {
  const { field, playlists, seen } = bench();
  playlists.accept({ motto: 'a' });
  for (const bad of [7, 7, [], 7]) playlists.accept({ motto: bad });
  expect([field.current(), seen.changes, seen.warnings]).toEqual(['a', 1, 3]);
  expect(bench(new Map([['served-motto', 'kept']])).field.current()).toBe('kept');
});

test('a body that is no playlist, and one from a stick, say nothing of it', () => {
  const { field, playlists, seen } = bench();
  playlists.accept({ motto: 'a' });
  seen.usable = false;
  playlists.accept({ motto: 'b' });
  seen.usable = true;
  playlists.accept({ motto: 'c' }, 'stick');
  playlists.accept({}, 'stick');
  expect(field.current()).toBe('a');
});

test('goes on in memory where the disk refuses', () => {
  const { field, playlists, seen, kept } = bench();
  seen.refuses = true;
  playlists.accept({ motto: 'a' });
  expect([field.current(), seen.changes, kept.size]).toEqual(['a', 1, 0]);
  seen.refuses = false;
  playlists.accept({ motto: 'b' });
  expect(kept.get('served-motto')).toBe('b');
});

test('is forgotten with the lists, and what else is asked of them goes through', () => {
  const { field, playlists, forgets, kept } = bench();
  playlists.accept({ motto: 'a' });
  playlists.withdraw('p');
  expect([forgets.mock.calls.length, field.current()]).toEqual([1, 'a']);
  playlists.forget();
  expect([forgets.mock.calls.length, field.current(), kept.size]).toEqual([2, null, 0]);
});
