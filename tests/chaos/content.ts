import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlaylistItem, Simulator, Upload } from '../simulator/types.ts';
import { heavyDrawing } from '../support/heavy-drawing.ts';
import { fixture } from '../support/media-support.ts';

/** What a playlist of the chaos is drawn from. */
export interface Content {
  /** SHA-256 of all that was ever uploaded: nothing else may lie under a final name. */
  readonly known: ReadonlySet<string>;
  /** Items for draws from 0 to 1: good ones and hostile ones; never of hostile ones alone. */
  itemsFor(draws: readonly number[]): readonly PlaylistItem[];
  /** Uploads a picture of a name that was never there before, and answers a list of it. */
  lastList(name: string): readonly PlaylistItem[];
}

const casesFolder = join(import.meta.dirname, '../support/cases');
const goodNames = [
  'red.jpg',
  'green.png',
  'yellow.png',
  'yellow.gif',
  'cyan.svg',
  'blue.mp4',
  'blue.webp',
  'green.webm',
];
/** An entity that becomes larger with each other that it is made of. */
const growingSvg = `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${'bcdefghi'
  .split('')
  .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefgh'[at] ?? 'a'};`.repeat(10)}">`)
  .join('')}]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><text>&i;</text></svg>`;
const NINETY_SECONDS_NOBODY_WAITS = 90;

function hostileFiles(): Record<string, Buffer> {
  const png = fixture('green.png');
  const mp4 = fixture('blue.mp4');
  const cases = readdirSync(casesFolder).filter((name) => /\.(svg|pdf|mp4|3gp|3g2|m4a)$/.test(name));
  return {
    ...Object.fromEntries(cases.map((name) => [name, readFileSync(join(casesFolder, name))])),
    'heavy.svg': Buffer.from(heavyDrawing()),
    'growing.svg': Buffer.from(growingSvg),
    'empty.png': Buffer.alloc(0),
    'cut-off.png': png.subarray(0, Math.floor(png.length / 2)),
    'cut-off.mp4': mp4.subarray(0, Math.floor(mp4.length / 2)),
    'zeros.mp4': Buffer.alloc(50_000),
    'page.png': Buffer.from('<!doctype html><script>alert(1)</script>'),
    'program.jpg': Buffer.from('\x7fELF\x02\x01\x01' + '\0'.repeat(1_000), 'latin1'),
    'torn.pdf': Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5_000, 0xff)]),
    'endless.pdf': Buffer.from(
      '%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>',
    ),
  };
}

/** What is no item at all, or names what cannot be had. */
const nonsense: readonly unknown[] = [
  null,
  7,
  'red.jpg',
  [],
  {},
  { file_name: '..' },
  { id: 1, file_name: '../../../etc/passwd', url: '/static/uploads/../../../etc/passwd' },
  { id: 2, file_name: 'absent.png', type: 'image' },
  { id: 3, file_name: `${'n'.repeat(5_000)}.png`, type: 'image' },
  { id: 4, file_name: 'user.png', url: 'https://user:word@127.0.0.1:9/user.png' },
  { id: 5, file_name: 'file.png', url: 'file:///etc/passwd' },
  { id: 6, file_name: 'script.png', url: 'javascript:alert(1)' },
  { id: 7, file_name: 'nobody.png', url: 'http://127.0.0.1:9/nobody.png' },
  { id: 8, type: 'web', file_name: 'page', url: 'http://nowhere.invalid/' },
  { id: 9, type: 'stream', file_name: 'stream', url: 'http://127.0.0.1:9/live.m3u8' },
  { id: { deep: { er: [1] } }, file_name: 7, type: 'image', duration: 'NaN' },
];

/** Fields that a good item may carry and still be one. */
const oddFields: readonly PlaylistItem[] = [
  {},
  { duration: 1 },
  { duration: 'NaN' },
  { duration: -5 },
  { duration: 1e308 },
  { position: 'first' },
  { type: 'nonsense' },
  { id: 1 },
  { description: '\u0000\ud800'.repeat(100) },
];

/** Brings all of it to `server`; the pages of strangers are at `pages`. */
export function bringContent(server: Simulator, pages: readonly string[]): Content {
  const good = goodNames.map((name) => server.addUpload(name, fixture(name)));
  const hostile = Object.entries(hostileFiles()).map(([name, bytes]) => server.addUpload(name, bytes));
  const known = new Set([...good, ...hostile].map(({ sha256 }) => sha256));
  // By its own way to this server, whatever name the server is known by; short, so that a round is soon over.
  const itemOf = ({ name, path, sha256 }: Upload, fields: PlaylistItem = {}): PlaylistItem =>
    server.itemFor(name, { url: path, duration: 2, sha256, ...fields });
  const bad: readonly (() => unknown)[] = [
    ...hostile.map((upload) => () => itemOf(upload)),
    ...nonsense.map((item) => () => item),
    ...pages.map((url, at) => () => ({ id: `page-${at}`, type: 'web', file_name: url, url, duration: 2 })),
  ];
  return {
    known,
    itemsFor: (draws) => {
      const items = draws.map((draw): unknown => {
        // A third is hostile; what a good item carries is drawn by what is left of the number.
        const rest = (draw * 1_000) % 1;
        if (draw < 1 / 3) return bad[Math.floor(rest * bad.length)]?.();
        const upload = good[Math.floor(rest * good.length)];
        const odd = oddFields[Math.floor(((draw * 1_000_000) % 1) * oddFields.length)] ?? {};
        // Nobody waits for an item that stands for ever; the next list cuts it short.
        return (
          upload &&
          itemOf(upload, odd['duration'] === 1e308 ? { duration: NINETY_SECONDS_NOBODY_WAITS } : odd)
        );
      });
      const first = good[Math.floor((draws[0] ?? 0) * good.length)];
      return [...items, ...(first === undefined ? [] : [itemOf(first)])] as PlaylistItem[];
    },
    lastList: (name) => {
      const upload = server.addUpload(name, fixture('magenta-portrait.png'));
      known.add(upload.sha256);
      return [itemOf(upload)];
    },
  };
}
