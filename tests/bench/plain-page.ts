import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What both show: files of a folder, in turn. */
export interface ShownMedia {
  readonly folder: string;
  readonly names: readonly string[];
  /** How long a picture stands; null: a film, which loops. */
  readonly seconds: number | null;
}

const STYLE = 'width:100vw;height:100vh;object-fit:fill;position:absolute;inset:0';

/** A page as anyone would write it: a looping video, or pictures in turn. */
export async function servePlainPage(
  media: ShownMedia,
): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const page = pageOf(media);
  const files = new Map(
    media.names.map((name): [string, Buffer] => [`/${name}`, readFileSync(join(media.folder, name))]),
  );
  const server = createServer((request, response) => {
    const bytes = files.get(request.url ?? '');
    if (bytes === undefined) {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
      return;
    }
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = Number(range?.[1] ?? 0);
    const end = range?.[2] === undefined || range[2] === '' ? bytes.length - 1 : Number(range[2]);
    response.writeHead(range === null ? 200 : 206, {
      'Content-Type': request.url?.endsWith('.mp4') === true ? 'video/mp4' : 'image/png',
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'no-store',
      'Content-Length': end + 1 - start,
      ...(range === null ? {} : { 'Content-Range': `bytes ${start}-${end}/${bytes.length}` }),
    });
    response.end(bytes.subarray(start, end + 1));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function pageOf({ names, seconds }: ShownMedia): string {
  const head = '<!doctype html><body style="margin:0;background:#000;overflow:hidden;cursor:none">';
  if (seconds === null) return `${head}<video src="/${names[0] ?? ''}" style="${STYLE}" autoplay muted loop>`;
  const script = `const names=${JSON.stringify(names)};let at=0;
setInterval(()=>{at=(at+1)%names.length;document.images[0].src='/'+names[at]},${seconds * 1_000})`;
  const turn = names.length > 1 ? `<script>${script}</script>` : '';
  return `${head}<img src="/${names[0] ?? ''}" style="${STYLE}">${turn}`;
}
