import { expect, test } from 'vitest';
import { problemsOf } from '../../../../src/player/playlist/download-problems.ts';
import type { DownloadPassOutcome } from '../../../../src/player/playlist/download-pass.ts';
import type { HeldPlaylist } from '../../../../src/player/playlist/playlist-slots.ts';
import type { MediaCode } from '../../../../src/shared/failure-codes.ts';
import type { Failure } from '../../../../src/shared/result.ts';

const failed = (code: MediaCode): Failure<MediaCode> => ({ code, message: `It is ${code}.` });
const playlist: HeldPlaylist = {
  ...{ id: 'p', version: '7', complete: false },
  items: ['a', 'b'].map((name) => ({
    ...{ key: name, id: name, fileName: `${name}.jpg`, kind: 'image', url: `https://s.test/${name}#x` },
    ...{ durationMs: null, muted: true, size: null, sha256: null, window: null },
  })),
};

function told(
  leftOut: Readonly<Record<string, MediaCode>>,
  outcome: Partial<DownloadPassOutcome> = {},
  list = playlist,
): unknown {
  const failures = new Map(Object.entries(leftOut).map(([url, code]) => [url, failed(code)] as const));
  const none = { leftOut: new Map(), waiting: new Map(), refused: null };
  return problemsOf({ ...none, ...outcome }, failures, list).map(({ code, params }) => [
    code,
    params ?? null,
  ]);
}

test('a refusal says which version, what was missing, and nothing else', () => {
  const refused = { ...failed('cache-full'), params: { missingBytes: 9 } };
  expect(told({ 'https://s.test/a': 'not-found' }, { refused })).toEqual([
    ['playlist-refused', { version: '7', missingBytes: 9 }],
  ]);
  expect(told({}, { refused }, { ...playlist, version: null })).toEqual([
    ['playlist-refused', { version: '', missingBytes: 9 }],
  ]);
});

test('what is left out is told by the name of its file, twenty at most', () => {
  expect(told({ 'https://s.test/b': 'not-found', 'https://s.test/of-nobody': 'unsupported' })).toEqual([
    ['item-left-out', { file: 'b.jpg', reason: 'not-found' }],
    ['item-left-out', { file: '', reason: 'unsupported' }],
  ]);
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, place) => [`u${place}`, 'not-found'] as const),
  );
  expect(told(many)).toHaveLength(20);
  expect(told({})).toEqual([]);
});

test('an outage and a lack of space are told once, before the files; that somebody stopped is none', () => {
  const waiting = new Map([
    ['x', failed('stopped')],
    ['y', failed('offline')],
    ['z', failed('timeout')],
  ]);
  expect(told({ 'https://s.test/a': 'disk-full', 'https://s.test/b': 'cache-full' }, { waiting })).toEqual([
    ['offline', null],
    ['disk-full', null],
    ['item-left-out', { file: 'a.jpg', reason: 'disk-full' }],
    ['item-left-out', { file: 'b.jpg', reason: 'cache-full' }],
  ]);
  expect(told({}, { waiting: new Map([['x', failed('stopped')]]) })).toEqual([]);
});
