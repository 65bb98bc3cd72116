import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import type { CodedFile } from '../support/recording/coded-media.ts';

/** What anyone would write first: the pages that the player is measured beside. */
export type PlainPage = 'one-video' | 'two-videos' | 'fading-videos' | 'loop';

export interface PageServer {
  address(page: PlainPage): string;
  /** The frames that the page says its video dropped (`loop` only). */
  dropped(): number;
  stop(): Promise<void>;
}

const style = `<style>*{margin:0}body{background:#f0f;overflow:hidden;cursor:none}
video,img{position:absolute;inset:0;width:100vw;height:100vh;object-fit:fill}</style>`;

const scripts: Readonly<Record<PlainPage, string>> = {
  'one-video': `
    const video = document.createElement('video'), image = document.createElement('img');
    video.muted = true; document.body.append(image, video);
    let at = -1;
    function next() {
      const { source, isVideo } = list[at = (at + 1) % list.length];
      video.style.display = isVideo ? '' : 'none'; image.style.display = isVideo ? 'none' : '';
      if (isVideo) { video.src = source; video.play(); } else { image.src = source; setTimeout(next, imageMs); }
    }
    video.onended = next; next();`,
  'two-videos': `
    const layers = [0, 1].map(() => {
      const video = document.createElement('video'), image = document.createElement('img');
      video.muted = true; video.preload = 'auto'; video.onended = () => next();
      for (const one of [video, image]) { one.style.visibility = 'hidden'; document.body.append(one); }
      return { video, image };
    });
    let at = 0;
    const load = (layer, { source, isVideo }) => { layer[isVideo ? 'video' : 'image'].src = source; };
    function show() {
      const item = list[at % list.length], layer = layers[at % 2], other = layers[(at + 1) % 2];
      const picture = item.isVideo ? layer.video : layer.image;
      if (item.isVideo) picture.play(); else setTimeout(next, imageMs);
      picture.style.visibility = 'visible';
      other.video.style.visibility = other.image.style.visibility = 'hidden';
      load(other, list[(at + 1) % list.length]);
    }
    const next = () => { at += 1; show(); };
    load(layers[0], list[0]); show();`,
  'fading-videos': `
    const films = list.filter(({ isVideo }) => isVideo).slice(0, 2).map(({ source }) => {
      const video = document.createElement('video');
      video.muted = video.loop = true; video.src = source; document.body.append(video); video.play();
      return video;
    });
    let isUp = false;
    const seen = [{ opacity: 0.004 }, { opacity: 1 }];
    setInterval(() => {
      isUp = !isUp;
      films[1].animate(isUp ? seen : [...seen].reverse(), { duration: fadeMs, fill: 'forwards' });
    }, imageMs);`,
  loop: `
    const video = document.createElement('video');
    video.muted = video.loop = true; video.src = list[0].source; document.body.append(video); video.play();
    setInterval(() => fetch('dropped?' + video.getVideoPlaybackQuality().droppedVideoFrames), 1000);`,
};

/** How long a fade takes, in the plain page as in the player that is measured beside it. */
export const FADE_MS = 600;

/** Serves the plain pages and the media in `folder`, with byte ranges, on this machine only. */
export async function servePages(
  folder: string,
  files: readonly CodedFile[],
  order: readonly number[],
  imageMs: number,
): Promise<PageServer> {
  const list = order.flatMap((item) =>
    files
      .filter((file) => file.item === item)
      .map(({ name, frames }) => ({ source: name, isVideo: frames > 1 })),
  );
  let dropped = 0;
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    const name = basename(pathname);
    if (name === 'dropped') {
      dropped = Number(search.slice(1));
      response.writeHead(204).end();
      return;
    }
    if (Object.hasOwn(scripts, name)) {
      const script = `const imageMs = ${imageMs}, fadeMs = ${FADE_MS}, list = ${JSON.stringify(list)};${scripts[name as PlainPage]}`;
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(`<!doctype html><meta charset="utf-8">${style}<body><script>${script}</script>`);
      return;
    }
    if (!files.some((file) => file.name === name)) {
      response.writeHead(404).end();
      return;
    }
    const path = join(folder, name);
    const size = statSync(path).size;
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = Number(range?.[1] ?? 0);
    const end = range?.[2] === undefined || range[2] === '' ? size - 1 : Number(range[2]);
    response.writeHead(range === null ? 200 : 206, {
      'content-length': end - start + 1,
      'accept-ranges': 'bytes',
      ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
    });
    createReadStream(path, { start, end }).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    dropped: () => dropped,
    address: (page) => `http://127.0.0.1:${port}/${page}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
