import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { codedPdf } from '../support/recording/coded-pdf.ts';
import { makePicture } from '../support/e2e/made-media.ts';

/** One item of a list that is shown over and over: an upload, or a page of {@link LeakLists}. */
export type LeakItem =
  { readonly name: string; readonly bytes: Buffer } | { readonly name: string; readonly address: string };

export interface LeakLists {
  /** The lists by name. Each holds at least two items, so that every showing is a layer of its own. */
  readonly lists: Readonly<Record<string, readonly LeakItem[]>>;
  stop(): void;
}

const TWELVE_MEGAPIXELS = '4000x3000';
const media = join(import.meta.dirname, '../support/media');

/** Makes the media with ffmpeg and serves the pages on this machine. */
export async function makeLeakLists(): Promise<LeakLists> {
  const picture = (name: string, source: string): LeakItem => ({ name, bytes: makePicture(name, source) });
  const committed = (name: string): LeakItem => ({ name, bytes: readFileSync(join(media, name)) });
  const pdf = (item: number): LeakItem => ({
    name: `leaflet-${item}.pdf`,
    bytes: Buffer.from(codedPdf(item, 2, 1280, 720)),
  });
  const pages = createServer((_request, response) => {
    response
      .setHeader('Content-Type', 'text/html')
      .end('<!doctype html><body style="background:#0a0">A page');
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  const { port } = pages.address() as AddressInfo;
  const page = (name: string): LeakItem => ({ name, address: `http://127.0.0.1:${port}/${name}` });

  const scaled = [
    picture('scaled-1.jpg', `testsrc2=s=${TWELVE_MEGAPIXELS}`),
    picture('scaled-2.jpg', `smptebars=s=${TWELVE_MEGAPIXELS}`),
  ];
  const plain = [
    picture('plain-1.png', 'testsrc2=s=1280x720'),
    picture('plain-2.png', 'smptebars=s=1280x720'),
  ];
  const videos = [committed('blue.mp4'), committed('green.webm')];
  const pdfs = [pdf(1), pdf(2)];
  const web = [page('one'), page('two')];
  const mixed = [...videos, ...pdfs, ...web];
  return {
    lists: {
      scaled,
      plain,
      videos,
      pdfs,
      web,
      'all-scaled': [...scaled, ...mixed],
      'all-plain': [...plain, ...mixed],
    },
    stop: () => {
      pages.closeAllConnections();
      pages.close();
    },
  };
}
