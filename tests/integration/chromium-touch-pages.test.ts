import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSystemClock } from '../../src/shared/clock.ts';
import { pageTouch } from '../../src/shared/page-touch.ts';
import { createDecoderWatch } from '../../src/shells/common/decoder-watch.ts';
import { startBrowser } from '../../src/shells/chromium/browser.ts';
import type { BrowserPage } from '../../src/shells/chromium/browser-page.ts';
import { findOrInstallBrowser } from '../../tools/machine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** The player's page on 127.0.0.1 with a page item from `localhost` in it, in a real browser. */

const filling = `async () => {
  document.cookie = 'js=1'; document.cookie = 'part=1; SameSite=None; Secure; Partitioned';
  localStorage.setItem('a', '1'); sessionStorage.setItem('a', '1');
  await new Promise((done) => { indexedDB.open('db', 1).onsuccess = ({ target }) => { target.result.close(); done(); }; });
  await (await caches.open('c')).put('/x', new Response('x'));
  await navigator.serviceWorker.register('/worker.js'); await navigator.serviceWorker.ready;
}`;
const telling = `async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
  (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length].join()`;

/** What the page item tells: `/tell/…`; and the documents that were asked for. */
async function startSite() {
  const told: string[] = [];
  const asked: string[] = [];
  const server: Server = createServer(({ url = '', headers }, response) => {
    const { port } = server.address() as AddressInfo;
    const host = (headers.host ?? '').replace(/:\d+$/, '');
    response.setHeader('Content-Type', url.endsWith('.js') ? 'text/javascript' : 'text/html');
    if (url.startsWith('/tell/')) told.push(decodeURIComponent(url.slice(6)));
    else if (headers['sec-fetch-dest'] === 'document' || headers['sec-fetch-dest'] === 'iframe')
      asked.push(`${host}${url}`);
    if (url === '/player') response.setHeader('Set-Cookie', 'digiplayer=own; HttpOnly; SameSite=Strict');
    if (url === '/fill')
      response.setHeader('Set-Cookie', ['http=1; HttpOnly; SameSite=None; Secure', 'http2=1; HttpOnly']);
    if (url === '/leads-away') {
      response.writeHead(302, { location: `http://127.0.0.1:${port}/away` }).end();
      return;
    }
    response.end(bodyOf(url, headers.cookie ?? '', port));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, told, asked };
}

function bodyOf(url: string, cookies: string, port: number): string {
  const script = (text: string): string =>
    `<body><script>const tell = (word) => fetch('/tell/' + encodeURIComponent(word)); ${text}</script>`;
  const away = `http://127.0.0.1:${port}/away`;
  switch (url) {
    case '/player':
      return '<body>';
    case '/fill':
      return script(`(${filling})().then(() => tell('filled'))`);
    case '/look':
      return script(
        `(${telling})().then((kept) => tell('kept ' + kept + ' ' + ${JSON.stringify(cookies)} + document.cookie))`,
      );
    case '/leaves':
      return script(`const ways = [() => { location = '${away}'; }, () => { location = '/leads-away'; },
        () => document.body.append(Object.assign(document.createElement('iframe'), { src: '${away}' })),
        () => { location = 'mailto:a@b.c'; }, () => { location = '/inside'; }];
        const next = () => { ways.shift()?.(); if (ways.length > 0) setTimeout(next, 150); }; next();`);
    case '/inside':
      return script("tell('inside')");
    case '/free':
      return script(`location = '${away}'`);
    default:
      return '';
  }
}

async function openBrowser(): Promise<BrowserPage> {
  const found = await findOrInstallBrowser(() => undefined);
  if (!found.ok) throw new Error(found.error.message);
  const profile = temporaryFolder();
  // Some systems have their browser refuse any store to frames of other sites, and there would be nothing to wipe.
  mkdirSync(join(profile, 'Default'));
  writeFileSync(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }),
  );
  const started = startBrowser({
    executable: found.value,
    arguments: [
      ...['--headless', '--no-sandbox', '--site-per-process', '--remote-debugging-pipe'],
      ...[`--user-data-dir=${profile}`, 'about:blank'],
    ],
    environment: process.env,
    decoders: createDecoderWatch(),
    clock: createSystemClock(),
  });
  if (!started.ok) throw new Error(started.error.message);
  onTestFinished(() => started.value.stop(2_000));
  const page = await started.value.page;
  if (page === null) throw new Error('The browser has no page.');
  await page.lockDown();
  await page.useTouchHosts(['localhost']);
  return page;
}

/** Puts a page item into the player's page, in place of the one before. */
async function show(page: BrowserPage, address: string): Promise<void> {
  await page.evaluate(
    `document.querySelector('iframe')?.remove(),
    new Promise((loaded) => document.body.append(Object.assign(document.createElement('iframe'), {
      src: ${JSON.stringify(address)}, credentialless: true, sandbox: 'allow-scripts allow-same-origin allow-forms', onload: loaded })))`,
    5_000,
  );
}

test('a page of the list leads nowhere else, its guard answers, and nothing that it stored is left when it is wiped', async () => {
  const { port, told, asked } = await startSite();
  const page = await openBrowser();
  await page.navigate(`http://127.0.0.1:${port}/player`);
  const item = (path: string): Promise<void> => show(page, `http://localhost:${port}${path}`);

  await item('/leaves');
  await expect.poll(() => told).toEqual(['inside']);
  expect(asked).toEqual(['127.0.0.1/player', 'localhost/leaves', 'localhost/leads-away', 'localhost/inside']);
  const answered = `new Promise((done) => {
    const frame = document.querySelector('iframe');
    frame.addEventListener('${pageTouch.answer}', () => done('answered'));
    frame.dispatchEvent(new Event('${pageTouch.ask}', { bubbles: true }));
  })`;
  expect(await page.evaluate(answered, 5_000)).toBe('answered');

  await item('/fill');
  await expect.poll(() => told.at(-1), { timeout: 5_000 }).toBe('filled');
  await item('/look');
  await expect.poll(() => told.at(-1), { timeout: 5_000 }).toMatch(/^kept 1,1,1,1,1 .*http=1/);
  await page.evaluate("document.querySelector('iframe').remove()", 1_000);
  expect(await page.forgetPages()).toMatchObject({ ok: true });
  await item('/look');
  await expect.poll(() => told.at(-1), { timeout: 5_000 }).toBe('kept 0,0,0,0,0 ');

  // A page that is not of the list moves about as before, and the player's own way in is not wiped.
  await show(page, `http://127.0.0.1:${port}/free`);
  await expect.poll(() => asked.at(-1)).toBe('127.0.0.1/away');
  await page.navigate(`http://127.0.0.1:${port}/look`);
  await expect.poll(() => told.at(-1)).toMatch(/ digiplayer=own$/);
});
