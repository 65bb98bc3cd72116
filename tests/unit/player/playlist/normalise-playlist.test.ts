import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MOST_ITEMS,
  normalisePlaylist,
  type NormalisedPlaylist,
} from '../../../../src/player/playlist/normalise-playlist.ts';
import { playlistItemsSchema, type PlaylistItem } from '../../../../src/player/playlist/playlist-item.ts';

const serverUrl = 'https://signage.example';

function read(body: unknown): NormalisedPlaylist {
  const result = normalisePlaylist(body, { serverUrl });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function one(fields: Record<string, unknown>): PlaylistItem {
  const [item] = read([{ file_name: 'a.jpg', ...fields }]).items;
  if (item === undefined) throw new Error('no item');
  return item;
}

test("the guide's playlist, word by word", () => {
  const playlist = read({
    playlist: [
      {
        id: 7,
        file_name: 'welcome.jpg',
        type: 'image',
        duration: 10,
        position: 1,
        url: 'https://server/static/uploads/welcome.jpg',
        description: '',
      },
    ],
    playlist_version: 4,
  });

  expect(playlist.version).toBe('4');
  expect(playlist.skipped).toEqual([]);
  expect(playlist.items).toEqual([
    {
      key: '7',
      id: '7',
      fileName: 'welcome.jpg',
      kind: 'image',
      // A server behind a proxy wrote an inner host name.
      url: 'https://signage.example/static/uploads/welcome.jpg',
      durationMs: 10_000,
      muted: true,
      size: null,
      sha256: null,
      window: null,
    },
  ]);
});

describe('the list', () => {
  const item = { file_name: 'a.jpg' };
  test.each([[{ playlist: [item] }], [{ items: [item] }], [{ content: [item] }], [[item]]])(
    'is found in %j',
    (body) => {
      expect(read(body).items).toHaveLength(1);
    },
  );

  test('may be empty: that means standby', () => {
    expect(read({ playlist: [] }).items).toEqual([]);
  });

  test.each([[null], ['text'], [7], [{}], [{ playlist: 'none' }], [{ playlist: null }]])(
    'is missing in %j: an error',
    (body) => {
      expect(normalisePlaylist(body, { serverUrl })).toMatchObject({
        ok: false,
        error: { code: 'bad-playlist' },
      });
    },
  );

  test('of nothing but unusable items is an error', () => {
    const result = normalisePlaylist([{ url: 'javascript:alert(1)', file_name: 'x' }, 7], { serverUrl });
    expect(result).toMatchObject({ ok: false, error: { code: 'bad-playlist' } });
  });

  test('is cut off at its bound, and says so', () => {
    const many = Array.from({ length: MOST_ITEMS + 5 }, (_, index) => ({ id: index, file_name: 'a.jpg' }));
    const playlist = read(many);
    expect(playlist.items).toHaveLength(MOST_ITEMS);
    expect(playlist.skipped).toMatchObject([
      { code: 'too-many-items', params: { count: MOST_ITEMS + 5, limit: MOST_ITEMS } },
    ]);
  });
});

describe('a bad item never spoils its neighbours', () => {
  test.each([
    ['a javascript: address', { file_name: 'a.jpg', url: 'javascript:alert(1)' }],
    ['a file: address', { file_name: 'a.jpg', url: 'file:///etc/passwd' }],
    [
      'credentials in the address',
      { file_name: 'a.jpg', url: 'https://user:secret@elsewhere.example/a.jpg' },
    ],
    ['a loopback address', { file_name: 'a.jpg', url: 'http://127.0.0.1/admin' }],
    ['a link-local address', { file_name: 'a.jpg', url: 'http://169.254.169.254/latest/meta-data' }],
    ['a name of dots', { file_name: '..' }],
    ['neither name nor address', { id: 3 }],
    ['a name of which nothing can be shown', { url: '/files/%E2%80%8B' }],
    ['a number instead of an item', 7],
    ['nothing', null],
    ['a list', []],
    ['an address of 10 kB', { file_name: 'a.jpg', url: `https://x.example/${'a'.repeat(10_000)}` }],
  ])('%s', (_name, bad) => {
    const playlist = read([{ file_name: 'before.jpg' }, bad, { file_name: 'after.jpg' }]);
    expect(playlist.items.map(({ fileName }) => fileName)).toEqual(['before.jpg', 'after.jpg']);
    expect(playlist.skipped).toMatchObject([{ code: 'bad-item', params: { place: 2 } }]);
  });

  test('no reason that is told holds a secret of an address', () => {
    const playlist = read([{ file_name: 'a.jpg' }, { file_name: 'b', url: 'https://u:hunter2@e.example/' }]);
    expect(JSON.stringify(playlist.skipped)).not.toContain('hunter2');
  });

  test('hundreds of bad items are counted, not listed', () => {
    const playlist = read([{ file_name: 'a.jpg' }, ...Array.from({ length: 500 }, () => 7)]);
    expect(playlist.skipped).toHaveLength(21);
    expect(playlist.skipped.at(-1)).toMatchObject({ params: { count: 480 } });
  });
});

describe('file_name', () => {
  test.each([
    ['../../etc/passwd.jpg', 'passwd.jpg'],
    ['..\\..\\windows\\a.jpg', 'a.jpg'],
    ['a\u0000b.jpg', 'ab.jpg'],
    ['gpj.\u202egnp.exe', 'gpj.gnp.exe'],
    ['CON.jpg', 'CON.jpg'],
    ['n'.repeat(10_240), 'n'.repeat(255)],
  ])('%j is shown as %j', (written, shown) => {
    expect(one({ file_name: written }).fileName).toBe(shown);
  });

  test('is the host of a page that has no path', () => {
    expect(one({ file_name: undefined, type: 'web', url: 'https://page.example/' }).fileName).toBe(
      'page.example',
    );
  });

  test('is also taken from filename, name, or the end of the address', () => {
    expect(one({ file_name: undefined, filename: 'b.jpg' }).fileName).toBe('b.jpg');
    expect(one({ file_name: undefined, name: 'c.jpg' }).fileName).toBe('c.jpg');
    expect(one({ file_name: undefined, url: '/static/uploads/d%20e.jpg' }).fileName).toBe('d e.jpg');
  });

  test.each(['', ' ', '..', '\u200b', null])('%j is none: the next best counts', (file_name) => {
    expect(one({ file_name, filename: 'b.jpg' }).fileName).toBe('b.jpg');
    expect(one({ file_name, url: '/files/c.jpg' })).toMatchObject({
      fileName: 'c.jpg',
      url: `${serverUrl}/files/c.jpg`,
    });
  });
});

describe('url', () => {
  test('is made from the name when it is absent, and no name leads out of the uploads', () => {
    expect(one({ file_name: 'a b.jpg' }).url).toBe(`${serverUrl}/static/uploads/a%20b.jpg`);
    expect(one({ file_name: '../../../etc/passwd' }).url).toBe(`${serverUrl}/static/uploads/passwd`);
  });

  test('may be relative', () => {
    expect(one({ url: '/files/a.jpg' }).url).toBe(`${serverUrl}/files/a.jpg`);
  });

  test('of another host stays there', () => {
    expect(one({ url: 'https://cdn.example/a.jpg' }).url).toBe('https://cdn.example/a.jpg');
  });
});

describe('duration', () => {
  test.each([
    [10, 10_000],
    ['7.5', 7_500],
    [0, null],
    [-3, null],
    ['soon', null],
    [null, null],
    [Number.NaN, null],
    [1e308, 86_400_000],
    ['1e400', null],
    [0.000001, 100],
    [true, null],
    [{}, null],
  ])('%j is %j ms', (written, expected) => {
    expect(one({ duration: written }).durationMs).toBe(expected);
  });
});

describe('type', () => {
  test.each([
    [{ type: 'IMAGE', file_name: 'x' }, 'image'],
    [{ type: 'website', file_name: 'x', url: 'https://page.example/' }, 'web'],
    [{ type: 'url', file_name: 'x', url: 'https://page.example/' }, 'web'],
    [{ file_name: 'film.MP4' }, 'video'],
    [{ type: 'weird', file_name: 'doc.pdf' }, 'pdf'],
    [{ file_name: 'menu', url: '/static/uploads/menu.webp' }, 'image'],
    [{ file_name: 'menu' }, null],
    [{ type: 'web', file_name: 'x', url: 'https://page.example/' }, 'web'],
    [{ type: ' Video ', file_name: 'x.jpg' }, 'video'],
    [{ type: 'pdf', file_name: 'x.jpg' }, 'pdf'],
    [{ type: 'audio', file_name: 'x' }, 'audio'],
    [{ file_name: 'song.mp3' }, 'audio'],
    [{ type: 'stream', file_name: 'x', url: 'https://s.example/live' }, 'stream'],
    [{ type: 'HLS', file_name: 'x', url: 'https://s.example/live' }, 'stream'],
    [{ file_name: 'live.M3U8', url: 'https://s.example/live' }, 'stream'],
    [{ file_name: 'live', url: 'https://s.example/a/index.m3u8?token=1' }, 'stream'],
    [{ type: 7, file_name: 'doc.pdf' }, 'pdf'],
    [{ type: {}, file_name: 'doc.pdf' }, 'pdf'],
  ])('%j is %j', (fields, expected) => {
    expect(one(fields).kind).toBe(expected);
  });
});

test.each([
  [4, '4'],
  ['v4', 'v4'],
  ['x'.repeat(200), 'x'.repeat(100)],
  [null, null],
  [{}, null],
  [undefined, null],
])('a version of %j is %j', (playlist_version, version) => {
  expect(read({ playlist: [], playlist_version }).version).toBe(version);
});

test('position is a stable sort key; without one the order given stands', () => {
  const names = (positions: readonly unknown[]): string[] =>
    read(positions.map((position, index) => ({ file_name: `${index}.jpg`, position }))).items.map(
      ({ fileName }) => fileName[0] ?? '',
    );
  expect(names([3, 1, 2])).toEqual(['1', '2', '0']);
  expect(names([1, 1, 0])).toEqual(['2', '0', '1']);
  expect(names([null, undefined, 'x'])).toEqual(['0', '1', '2']);
  expect(names(['10', '9', 1])).toEqual(['2', '1', '0']);
  // Without one of its own an item stays behind the one before it.
  expect(names([2, null, 1, undefined])).toEqual(['2', '3', '0', '1']);
  expect(names([' ', -1, 'Infinity', 1.5])).toEqual(['0', '1', '2', '3']);
});

test.each([
  [false, false],
  [0, false],
  ['0', false],
  ['false', false],
  ['False', false],
  [true, true],
  [1, true],
  ['', true],
  ['no sound', true],
  [null, true],
  [undefined, true],
])('muted %j is %j', (written, muted) => {
  expect(one({ muted: written }).muted).toBe(muted);
});

test('size and sha256 (or checksum) are taken when they can be compared', () => {
  const hash = 'A'.repeat(64);
  expect(one({ size: '123', sha256: hash })).toMatchObject({ size: 123, sha256: hash.toLowerCase() });
  expect(one({ size: -1, checksum: `sha256:${hash}` })).toMatchObject({
    size: null,
    sha256: hash.toLowerCase(),
  });
  expect(one({ size: 1.5, checksum: 'd41d8cd98f00b204e9800998ecf8427e' })).toMatchObject({
    size: null,
    sha256: null,
  });
});

test.each([
  [2 ** 46, 2 ** 46],
  [2 ** 46 + 1, null],
  [' 7 ', 7],
  [0, null],
  ['', null],
  ['many', null],
  [null, null],
])('a size of %j is %j', (size, expected) => {
  expect(one({ size }).size).toBe(expected);
});

test.each(['sha256=', 'SHA-256:', 'sha-256=', ' '])('a hash may be written behind %j', (before) => {
  const hash = 'ab'.repeat(32);
  expect(one({ sha256: before + hash }).sha256).toBe(hash);
  expect(one({ sha256: 'none', checksum: before + hash }).sha256).toBe(hash);
  expect(one({ sha256: `${before}${hash}0` }).sha256).toBeNull();
});

test('without an id of its own an item has the place in its list', () => {
  const items = [
    { file_name: 'a' },
    { id: '', file_name: 'b' },
    { id: '\u200b', file_name: 'c' },
    { id: 0, file_name: 'd' },
  ];
  expect(read(items).items.map(({ id }) => id)).toEqual(['1', '2', '3', '0']);
});

test('an address without a kind may be a page, whose fragment is kept', () => {
  expect(one({ file_name: 'board', url: 'https://b.example/x#top' })).toMatchObject({
    kind: null,
    url: 'https://b.example/x#top',
  });
});

test('the end of an address that is no text is taken as it is', () => {
  expect(one({ file_name: undefined, url: '/files/%E0%A4%A.jpg' }).fileName).toBe('%E0%A4%A.jpg');
});

describe('dayparting', () => {
  test('is understood field by field', () => {
    const window = one({
      valid_from: 'Sat, 28 Nov 2020 10:00:00 GMT',
      valid_until: '28.11.2030',
      days: 'Mon-Fri',
      start_time: '8:30',
      end_time: '9:00 PM',
    }).window;
    expect(window).toEqual({
      validFrom: '2020-11-28T10:00:00.000Z',
      validUntil: '2030-11-28',
      days: [1, 2, 3, 4, 5],
      startTime: '08:30:00',
      endTime: '21:00:00',
    });
    expect(one({ days: [] }).window).toBeNull();
  });

  const bad = {
    valid_from: { year: 2026 },
    valid_until: 'never',
    days: ['Mon', 5, 'someday'],
    start_time: 'noon',
    end_time: '25:99',
    duration: 'long',
  };
  test.each(Object.entries(bad))('%s that is not understood limits nothing and is told', (field, written) => {
    const { items, unread } = read([
      { file_name: 'a.jpg', [field]: written },
      { file_name: 'b.jpg', days: 'Mon' },
    ]);
    expect(items[0]).toMatchObject({ window: null, durationMs: null });
    expect(items[1]?.window).toEqual({ days: [1] });
    expect(unread).toMatchObject([{ code: 'item-field-unread', params: { file: 'a.jpg', field } }]);
  });

  test('what is not understood spoils no other field, and is told once for a file', () => {
    const item = { file_name: 'a.jpg', ...bad, start_time: '8:30' };
    const { items, unread } = read([item, item, { file_name: 'a.jpg' }]);
    expect(items[0]?.window).toEqual({ startTime: '08:30:00' });
    expect(unread).toHaveLength(5);
  });

  test('hundreds of fields that are not understood are not all told', () => {
    const many = Array.from({ length: 500 }, (_, place) => ({ file_name: `${place}.jpg`, days: 'x' }));
    expect(read(many).unread).toHaveLength(20);
  });
});

describe('a name', () => {
  test.each([
    ['Menu #2.jpg', 'https://server/static/uploads/Menu #2.jpg', '/static/uploads/Menu%20%232.jpg'],
    ['What?.jpg', '/static/uploads/What?.jpg', '/static/uploads/What%3F.jpg'],
    ['100%.jpg', 'static/uploads/100%.jpg', '/static/uploads/100%25.jpg'],
    ['a b.jpg', '/static/uploads/a%20b.jpg', '/static/uploads/a%20b.jpg'],
    ['a.jpg', '/static/uploads/a.jpg?v=2#x', '/static/uploads/a.jpg?v=2'],
    ['x#1.jpg', 'https://server/static/uploads/x%231.jpg', '/static/uploads/x%231.jpg'],
  ])('%s that stands raw in its address is quoted: %s', (file_name, url, path) => {
    expect(one({ file_name, url }).url).toBe(serverUrl + path);
  });

  test.each(['می\u200cخواهم.jpg', '👨\u200d👩\u200d👧.jpg'])(
    '%j keeps its joiners, here and in its address',
    (name) => {
      const item = one({ file_name: name });
      expect(item.fileName).toBe(name);
      expect(item.url).toBe(`${serverUrl}/static/uploads/${encodeURIComponent(name)}`);
    },
  );

  test('is displayed without the marks that hide in it, and asked for with them', () => {
    const item = one({ file_name: 'a\u202eb\u200b.jpg' });
    expect(item.fileName).toBe('ab.jpg');
    expect(item.url).toBe(`${serverUrl}/static/uploads/${encodeURIComponent('a\u202eb\u200b.jpg')}`);
  });
});

describe('a fragment', () => {
  test.each([
    ['https://board.example/#/board/7', 'https://board.example/#/board/7'],
    ['/dash?x=1#top', `${serverUrl}/dash?x=1#top`],
  ])('of the page %s is kept', (url, kept) => {
    expect(one({ type: 'web', file_name: 'board', url }).url).toBe(kept);
  });

  test('of a file is not', () => {
    expect(one({ type: 'image', file_name: 'a', url: 'https://cdn.example/a.jpg#x' }).url).toBe(
      'https://cdn.example/a.jpg',
    );
  });
});

test('keys are unique and follow the server id', () => {
  const keys = read([
    { id: 5, file_name: 'a.jpg' },
    { id: 5, file_name: 'b.jpg' },
    { file_name: 'c.jpg' },
    { id: '5~2', file_name: 'd.jpg' },
  ]).items.map(({ key }) => key);
  expect(new Set(keys).size).toBe(4);
  expect(keys[0]).toBe('5');
});

test('the id is that of the items: another version or unknown fields make no other playlist', () => {
  const body = (version: number, duration: number) => ({
    playlist: [{ id: 1, file_name: 'a.jpg', duration, unknown: version }],
    playlist_version: version,
  });
  expect(read(body(1, 10)).id).toBe(read(body(2, 10)).id);
  expect(read(body(1, 10)).id).not.toBe(read(body(1, 11)).id);
});

test('whatever comes, the answer is a value, and its items are as they are kept', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.object({ key: fc.constantFrom(...FIELDS) })), (body, items) => {
      for (const candidate of [body, items, { playlist: items }]) {
        const result = normalisePlaylist(candidate, { serverUrl });
        if (result.ok) expect(playlistItemsSchema.safeParse(result.value.items).success).toBe(true);
      }
    }),
  );
});

const FIELDS = [
  'file_name',
  'url',
  'type',
  'duration',
  'position',
  'size',
  'sha256',
  'days',
  'id',
  'start_time',
];

test('a default item stands behind the list under a key of its own, and a bad one costs nothing else', () => {
  const playlist = [{ id: 7, file_name: 'a.jpg' }];
  const both = read({ playlist, default_item: { id: 7, file_name: 'b.jpg', duration: 3, position: -9 } });
  expect(both.items.map(({ key, fileName, isDefault }) => [key, fileName, isDefault])).toEqual([
    ['7', 'a.jpg', undefined],
    ['7~2', 'b.jpg', true],
  ]);
  expect(read({ playlist: [], default_item: { file_name: 'b.jpg' } }).items).toHaveLength(1);
  for (const bad of [7, 'b.jpg', [], { type: 'image' }, { url: 'file:///etc/passwd', file_name: 'p.jpg' }]) {
    const spoilt = read({ playlist, default_item: bad });
    expect([spoilt.items.length, spoilt.skipped.length, spoilt.id]).toEqual([1, 1, read({ playlist }).id]);
  }
  expect(read({ playlist, default_item: null }).skipped).toEqual([]);
  expect(read({ playlist, default_item: playlist[0] }).id).not.toBe(
    read({ playlist: [...playlist, ...playlist] }).id,
  );
});
