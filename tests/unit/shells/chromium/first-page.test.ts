import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeFirstPage, type FirstPage } from '../../../../src/shells/chromium/first-page.ts';
import { FIRST_PAGE_SCRIPT, firstPageStyle } from '../../../../src/shells/chromium/first-page-text.ts';
import type { FirstPictures } from '../../../../src/shared/first-picture.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const HASH = 'ab'.repeat(32);
const BUILT =
  '<script type="module" crossorigin src="./assets/index-A1_b.js"></script>' +
  '<link rel="stylesheet" crossorigin href="./assets/index-C2.css">';

let dataFolder: string;
let rendererFolder: string;
let kept: FirstPictures;

const leave = (replaced: Partial<FirstPictures> = {}): void => {
  writeFileSync(join(dataFolder, 'first-pictures.json'), JSON.stringify({ ...kept, ...replaced }));
};
const make = (): FirstPage | null => makeFirstPage(dataFolder, rendererFolder, () => null);
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What a response to the picture's address holds. */
async function pictureOf(page: FirstPage | null): Promise<string> {
  let sent = '';
  const response = {
    writeHead: () => response,
    end: (bytes: Buffer) => (sent = bytes.toString()),
    destroy: () => (sent = 'destroyed'),
  };
  await page?.sendPicture(response as unknown as ServerResponse);
  return sent;
}

beforeEach(() => {
  dataFolder = temporaryFolder();
  rendererFolder = join(dataFolder, 'renderer');
  kept = {
    program: 'list',
    first: 'a',
    folder: join(dataFolder, 'media'),
    look: { fit: 'cover', background: '#102030', rotation: '90', orientation: 'landscape' },
    pictures: [{ item: 'a', sha256: HASH, mime: 'image/png' }],
  };
  for (const folder of [rendererFolder, kept.folder]) mkdirSync(folder);
  writeFileSync(join(rendererFolder, 'index.html'), BUILT);
  writeFileSync(join(dataFolder, 'credentials.bin'), 'sealed');
  writeFileSync(join(kept.folder, HASH), 'picture');
  leave();
});

describe('the first page of a start', () => {
  it('holds the picture, and the player’s own script and style only as what comes after it', () => {
    const page = make();
    expect(page?.html).toContain(`<img src="/media/${HASH}"`);
    expect(page?.html).not.toMatch(/<script[^>]* src|<link rel="stylesheet"/);
    expect(page).toMatchObject({ picture: `/media/${HASH}`, script: '/assets/index-A1_b.js' });
    expect(page?.html).toContain('data-style="/assets/index-C2.css"');
    // Bytes on the way before the first picture, and a policy that lets in these two texts and no other.
    expect(page?.html.length).toBeLessThan(3_000);
    expect(page?.hashes()).toEqual({
      style: hashOf(firstPageStyle(kept.look)),
      script: hashOf(FIRST_PAGE_SCRIPT),
    });
  });

  it('answers the picture from what was read while the browser started, and not when its file is gone', async () => {
    const ready = make();
    ready?.makeReady();
    const late = make();
    expect(await pictureOf(ready)).toBe('picture');
    rmSync(join(kept.folder, HASH));
    expect(await pictureOf(late)).toBe('destroyed');
  });

  it.each<[string, () => void]>([
    [
      'nothing was left behind',
      () => {
        rmSync(join(dataFolder, 'first-pictures.json'));
      },
    ],
    [
      'the screen was unpaired',
      () => {
        rmSync(join(dataFolder, 'credentials.bin'));
      },
    ],
    [
      'its file is gone',
      () => {
        rmSync(join(kept.folder, HASH));
      },
    ],
    [
      'its file is too large to be drawn whole',
      () => {
        truncateSync(join(kept.folder, HASH), 17_000_000);
      },
    ],
    [
      'what was left is too long',
      () => {
        truncateSync(join(dataFolder, 'first-pictures.json'), 200_000);
      },
    ],
    [
      'playback stood at no picture',
      () => {
        leave({ first: null });
      },
    ],
    [
      'its folder is no folder',
      () => {
        leave({ folder: join(dataFolder, 'credentials.bin') });
      },
    ],
    [
      'the page was built in another way',
      () => {
        writeFileSync(join(rendererFolder, 'index.html'), '<p>');
      },
    ],
  ])('is none where %s', (_name, change) => {
    expect(make()).not.toBeNull();
    change();
    expect(make()).toBeNull();
  });
});

describe('how the first picture lies', () => {
  const look = { fit: 'contain', background: '#000000', orientation: 'landscape' } as const;

  it('is turned as the stage turns its panel', () => {
    expect(firstPageStyle({ ...look, rotation: '0' })).toContain('width:100vw;height:100vh}');
    expect(firstPageStyle({ ...look, rotation: '180' })).toContain('translate(100vw,100vh) rotate(180deg)');
    expect(firstPageStyle({ ...look, rotation: '270' })).toContain('translate(0,100vh) rotate(270deg)');
    const quarter = /@media (.*)\{#first-picture\{width:100vh;height:100vw;transform:translate\(100vw,0\)/;
    expect(quarter.exec(firstPageStyle({ ...look, rotation: 'auto' }))?.[1]).toMatch(/^not all/);
    const portrait = firstPageStyle({ ...look, rotation: 'auto', orientation: 'portrait' });
    expect(quarter.exec(portrait)?.[1]).toBe('(min-aspect-ratio:1/1)');
  });

  it('lets no colour be seen before the picture', () => {
    expect(firstPageStyle({ ...look, rotation: '0' })).not.toContain('visibility');
    expect(firstPageStyle({ ...look, rotation: '0', background: '#ff0000' })).toContain('visibility:hidden');
  });
});
