import { expect, test } from 'vitest';
import type { KeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { createNotedProbe, createReadingNotes } from '../../../../src/player/media/reading-notes.ts';
import { ok } from '../../../../src/shared/result.ts';

function memory(): KeyValueStore {
  const values = new Map<string, string>();
  return {
    get: (name) => values.get(name) ?? null,
    set: (name, value) => void values.set(name, value),
    remove: (name) => void values.delete(name),
  };
}

test('what was being read when the process died is named, and only that', () => {
  const values = memory();
  const notes = createReadingNotes(values);
  notes.begin('done');
  notes.end('done');
  notes.begin('bad');
  expect(createReadingNotes(values).judge(true)).toEqual(['bad']);
  expect(createReadingNotes(values).judge(true)).toEqual([]);
});

test('a power cut hits any file: the second one in the same file names it', () => {
  const values = memory();
  createReadingNotes(values).begin('unlucky');
  const second = createReadingNotes(values);
  expect(second.judge(false)).toEqual([]);
  // A third start in between, in which nobody read it.
  expect(createReadingNotes(values).judge(false)).toEqual([]);
  const third = createReadingNotes(values);
  third.begin('unlucky');
  expect(createReadingNotes(values).judge(false)).toEqual(['unlucky']);
});

test('a file that is read in the end is forgotten', () => {
  const values = memory();
  createReadingNotes(values).begin('unlucky');
  const second = createReadingNotes(values);
  second.judge(false);
  second.begin('unlucky');
  second.end('unlucky');
  createReadingNotes(values).begin('unlucky');
  expect(createReadingNotes(values).judge(false)).toEqual([]);
});

test('notes that are damaged are none', () => {
  const values = memory();
  values.set('media-being-read', '{"a": 1');
  expect(createReadingNotes(values).judge(true)).toEqual([]);
});

test('a file is noted before its first byte is read, and not after it, however that ends', async () => {
  const values = memory();
  const notes = createReadingNotes(values);
  const seen: (string | null)[] = [];
  const probe = createNotedProbe(
    {
      probe: (path) => {
        seen.push(values.get('media-being-read'));
        return path === 'bad'
          ? Promise.reject(new Error('stopped'))
          : Promise.resolve(ok({ kind: 'image', mime: 'image/png', durationMs: null }));
      },
      stop: () => Promise.resolve(),
    },
    notes,
  );
  await probe('one', 'good');
  await expect(probe('two', 'bad')).rejects.toThrow('stopped');
  expect(seen).toEqual([expect.stringContaining('"one"'), expect.stringContaining('"two"')]);
  expect(createReadingNotes(values).judge(true)).toEqual([]);
});
