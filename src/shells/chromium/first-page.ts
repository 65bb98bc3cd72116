import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { lateCrypto } from '../../platform/machine/late-crypto.ts';
import { dataFile } from '../../platform/files/data-files.ts';
import {
  firstPictureAt,
  LONGEST_FIRST_PICTURES_BYTES,
  readFirstPictures,
  type FirstPicture,
  type FirstPictureLook,
} from '../../shared/first-picture.ts';
import type { InlineHashes } from '../common/page-origin.ts';
import { FIRST_PAGE_SCRIPT, firstPageStyle } from './first-page-text.ts';

/** The page that a browser is started at: the first picture stands in it, and the player's own script comes when it is painted. */
export interface FirstPage {
  readonly html: string;
  /** Of its one style and its one script, as the content security policy names them. */
  readonly hashes: () => InlineHashes;
  /** The address of its picture. */
  readonly picture: string;
  /** The address of the player's own script, which is asked for when the picture was painted. */
  readonly script: string;
  /** Does what the browser would else wait for, while that starts: the hashes, and the file of the picture is read. */
  readonly makeReady: () => void;
  /** Answers {@link picture}, once it is known who asks. Never rejects. */
  readonly sendPicture: (response: ServerResponse) => Promise<void>;
}

/** What stands in the built page, and is asked for after the first picture. */
const BUILT_SCRIPT = /<script type="module" crossorigin src="\.(\/assets\/[\w.-]{1,100})"><\/script>/;
const BUILT_STYLE = /<link rel="stylesheet" crossorigin href="\.(\/assets\/[\w.-]{1,100})">/;
const LONGEST_PAGE_BYTES = 65_536;
/** A file that is longer is drawn by the stage, which has it made smaller first. */
const LONGEST_PICTURE_BYTES = 16_777_216;

/**
 * Makes the first page of this start; null where nothing is known to show, and the browser is led to the player's own page.
 * `resumePoint` reads where playback stood. It only reads, and nothing that was left behind is believed to be what it should be.
 */
export function makeFirstPage(
  dataFolder: string,
  rendererFolder: string,
  resumePoint: () => string | null,
): FirstPage | null {
  // Whoever has unpaired the screen wants nothing of it to be seen.
  if (sizeOf(dataFile(dataFolder, 'credentials')) === null) return null;
  const text = textOf(dataFile(dataFolder, 'firstPictures'), LONGEST_FIRST_PICTURES_BYTES);
  const kept = text === null ? null : readFirstPictures(text);
  const page = textOf(join(rendererFolder, 'index.html'), LONGEST_PAGE_BYTES);
  if (kept === null || page === null) return null;
  const picture = firstPictureAt(kept, resumePoint());
  const script = BUILT_SCRIPT.exec(page)?.[1];
  const style = BUILT_STYLE.exec(page)?.[1];
  if (picture === null || script === undefined || style === undefined) return null;
  const file = join(kept.folder, picture.sha256);
  const bytes = sizeOf(file);
  if (bytes === null || bytes > LONGEST_PICTURE_BYTES) return null;
  return pageWith(picture, kept.look, file, { script, style });
}

function pageWith(
  { sha256, mime }: FirstPicture,
  look: FirstPictureLook,
  file: string,
  built: { readonly script: string; readonly style: string },
): FirstPage {
  const style = firstPageStyle(look);
  const picture = `/media/${sha256}`;
  let known: InlineHashes | null = null;
  const hashes = (): InlineHashes => (known ??= { style: hashOf(style), script: hashOf(FIRST_PAGE_SCRIPT) });
  /** Kept until it is asked for. */
  let bytes: Promise<Buffer | null> | null = null;
  const read = (): Promise<Buffer | null> => (bytes ??= readFile(file).catch(() => null));
  return {
    html: [
      '<!doctype html><html lang="en"><head><meta charset="utf-8">',
      '<meta name="viewport" content="width=device-width, initial-scale=1"><title>DigiPlayer</title>',
      `<link rel="icon" href="data:,"><style>${style}</style></head>`,
      `<body><div id="first-picture"><img src="${picture}" alt="" decoding="sync" draggable="false"></div>`,
      `<div id="root" data-script="${built.script}" data-style="${built.style}"></div>`,
      `<script>${FIRST_PAGE_SCRIPT}</script></body></html>`,
    ].join(''),
    hashes,
    makeReady: () => {
      hashes();
      void read();
    },
    picture,
    script: built.script,
    sendPicture: async (response) => {
      const whole = await read();
      bytes = null;
      // The page goes on without it, by the error of its picture.
      if (whole === null) response.destroy();
      else
        response
          .writeHead(200, {
            'content-type': mime,
            'content-length': whole.length,
            'cache-control': 'no-store',
          })
          .end(whole);
    },
  };
}

function hashOf(text: string): string {
  return `'sha256-${lateCrypto().createHash('sha256').update(text).digest('base64')}'`;
}

function textOf(file: string, most: number): string | null {
  const bytes = sizeOf(file);
  if (bytes === null || bytes > most) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function sizeOf(file: string): number | null {
  try {
    const found = statSync(file);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}
