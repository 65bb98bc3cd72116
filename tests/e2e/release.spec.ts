import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { makePicture } from '../support/e2e/made-media.ts';
import { grownCounts, takeCensus } from '../support/e2e/page-census.ts';

/** What `release` lets go of is gone after a collection; each kind of element, used as the stage uses it. */

const source = join(import.meta.dirname, '../../renderer/stage/layers/release.ts');
const media = join(import.meta.dirname, '../support/media');
const ROUNDS = 20;

// A trace keeps elements of its own.
test.use({ trace: 'off' });

/** What a layer does with one element of each kind before it lets go. */
const uses: Readonly<Record<string, string>> = {
  'an image that was decoded and drawn': `async () => {
    const image = new Image();
    image.src = '/large.jpg';
    await image.decode();
    document.body.append(image);
    await frame();
    return image;
  }`,
  'an image that only told its size': `async () => {
    const image = new Image();
    await new Promise((resolve) => { image.onload = resolve; image.src = '/large.jpg'; });
    image.onload = null;
    return image;
  }`,
  'a canvas that shows a bitmap': `async () => {
    const bitmap = await createImageBitmap(await (await fetch('/large.jpg')).blob());
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    canvas.getContext('bitmaprenderer').transferFromImageBitmap(bitmap);
    document.body.append(canvas);
    await frame();
    return canvas;
  }`,
  'a canvas that was read back': `async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [16, 9];
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.fillRect(0, 0, 9, 9);
    context.getImageData(0, 0, 16, 9);
    return canvas;
  }`,
  'a video that has run': `async () => {
    const video = document.createElement('video');
    video.muted = true;
    video.src = '/blue.mp4';
    document.body.append(video);
    await video.play();
    video.requestVideoFrameCallback(() => undefined);
    return video;
  }`,
  'a frame with a page': `async () => {
    const page = document.createElement('iframe');
    page.setAttribute('credentialless', '');
    await new Promise((resolve) => {
      page.addEventListener('load', resolve, { once: true });
      page.src = '/page.html';
      document.body.append(page);
    });
    await frame();
    return page;
  }`,
  'a worker that has answered': `async () => {
    const worker = new Worker('/worker.js');
    await new Promise((resolve) => { worker.onmessage = resolve; worker.postMessage(1); });
    worker.onmessage = null;
    return worker;
  }`,
  'a box with elements in it': `async () => {
    const box = document.createElement('div');
    const image = new Image();
    image.src = '/large.jpg';
    await image.decode();
    box.append(document.createElement('canvas'), image);
    document.body.append(box);
    await frame();
    return box;
  }`,
};

const asJavaScript = (text: string): string =>
  transpileModule(text, {
    compilerOptions: { module: ModuleKind.ESNext, target: ScriptTarget.ESNext },
  }).outputText;

/** A page of its own with the real `release`, and something of everything to let go of. */
async function serveLaboratory(): Promise<Server> {
  const files: Readonly<Record<string, readonly [type: string, body: Buffer | string]>> = {
    '/': ['text/html', '<!doctype html><body>'],
    '/page.html': ['text/html', '<!doctype html><p>A page</p>'],
    '/worker.js': ['text/javascript', 'onmessage = () => postMessage(1)'],
    '/large.jpg': ['image/jpeg', makePicture('large.jpg', 'testsrc2=s=2400x1350')],
    '/blue.mp4': ['video/mp4', readFileSync(join(media, 'blue.mp4'))],
    '/release.js': ['text/javascript', asJavaScript(readFileSync(source, 'utf8'))],
  };
  const server = createServer(({ url }, response) => {
    const [type, body] = files[url ?? ''] ?? ['text/plain', ''];
    response.setHeader('Content-Type', type).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

let server: Server;
test.beforeAll(async () => {
  server = await serveLaboratory();
});
test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function openLaboratory(page: Page): Promise<CDPSession> {
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.addScriptTag({
    type: 'module',
    content: `import { release } from '/release.js';
      globalThis.release = release;
      globalThis.frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));`,
  });
  await page.waitForFunction(() => 'release' in globalThis);
  return page.context().newCDPSession(page);
}

/** Uses and lets go of one after the other. */
async function goRound(page: Page, use: string, rounds: number): Promise<void> {
  await page.evaluate(
    `(async () => { const use = ${use}; for (let round = 0; round < ${rounds}; round++) release(await use()); await frame(); })()`,
  );
}

for (const [what, use] of Object.entries(uses))
  test(`${what} is gone when it was released`, async ({ page }) => {
    const session = await openLaboratory(page);
    await goRound(page, use, 3);
    const before = await takeCensus(session);
    await goRound(page, use, ROUNDS);
    // The page of a frame ends in its own time.
    await expect.poll(async () => grownCounts(before, await takeCensus(session))).toEqual([]);
  });
