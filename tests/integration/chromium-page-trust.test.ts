import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { ownAddresses } from '../../src/platform/machine/own-addresses.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import type { Host, PagePin } from '../../src/shared/host.ts';
import { createPageForwarder } from '../../src/player/server/page-forwarder.ts';
import { createBrowserPageTrust } from '../../src/shells/chromium/page-trust.ts';
import { createChromiumShell } from '../../src/shells/chromium/chromium-shell.ts';
import type { VirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import type { Certificate } from '../simulator/types.ts';
import { openBrowserScreen, type BrowserScreen } from '../support/browser-on-screen.ts';
import { behindProxy, isAllTls, routeBy } from '../support/recording-proxy.ts';
import { recordingProxy } from '../support/trust-fixture.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A page of a self-signed server in a frame of the real browser: seen by the pixels of the screen. */

let screen: BrowserScreen;
let display: VirtualDisplay;
let browser = '';

beforeAll(async () => {
  screen = await openBrowserScreen({ width: 400, height: 300 });
  ({ display, browser } = screen);
}, 300_000);
afterAll(() => screen.close());

/** A https server whose only page is yellow; answers its address and how often it was asked. */
async function serveYellow({ certificatePem: cert, privateKeyPem: key }: Certificate) {
  let asked = 0;
  const server = createServer({ cert, key }, (_request, response) => {
    asked += 1;
    response.setHeader('Content-Type', 'text/html').end('<body style="background:#ffff00">');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked: () => asked };
}

/** Shows a page in a frame over a red one; answers the colour in the middle of the screen once it stands. */
async function showFramed(
  url: string,
  pin: PagePin | null,
  prepare: (host: Host) => void = () => undefined,
): Promise<string> {
  const folder = temporaryFolder();
  const renderer = join(folder, 'renderer');
  const dataFolder = join(folder, 'data');
  mkdirSync(renderer);
  mkdirSync(dataFolder, { mode: 0o700 });
  writeFileSync(
    join(renderer, 'index.html'),
    `<!doctype html><link rel="stylesheet" href="page.css"><iframe src="${url}" sandbox allow="local-network; local-network-access"></iframe>`,
  );
  writeFileSync(
    join(renderer, 'page.css'),
    'html{background:#f00}iframe{position:fixed;inset:0;width:100%;height:100%;border:0}',
  );
  // What a player before this one set.
  createBrowserPageTrust(join(dataFolder, 'page-pin.json'), createSilentLog()).set(pin);
  const shell = createChromiumShell({
    dataFolder,
    rendererFolder: renderer,
    appVersion: '1.2.3',
    machineName: 'machine',
    locale: () => 'en',
    findBrowser: () => browser,
    windowed: false,
    graphics: 'auto',
    display: () => '',
    autostart: null,
    updates: null,
    size: { width: 400, height: 300 },
    clock: createSystemClock(),
    log: createSilentLog(),
    onAddress: () => undefined,
    onRelaunch: () => undefined,
    onQuit: () => undefined,
  });
  onTestFinished(() => shell.stop());
  await shell.start();
  const host = await shell.host();
  prepare(host);
  if (pin !== null) {
    await expect.poll(() => host.pageTrust?.holds(pin)).toBe(true);
    expect(host.pageTrust?.holds({ ...pin, publicKeyHash: '0'.repeat(64) })).toBe(false);
  }
  let colour = '000000';
  await expect
    .poll(
      () => {
        const { pixels = new Uint8Array(3), width = 0, height = 0 } = display.picture() ?? {};
        const at = (Math.floor(height / 4) * width + Math.floor(width / 4)) * 3;
        const seen = Buffer.from(pixels.subarray(at, at + 3)).toString('hex');
        const stands = seen === colour && seen !== '000000' && seen !== 'ff0000';
        colour = seen;
        return stands;
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe(true);
  return colour;
}

const pinOf = ({ fingerprint256, publicKeyFingerprint256 }: Certificate): PagePin => ({
  host: '127.0.0.1',
  fingerprint: fingerprint256.replaceAll(':', ''),
  publicKeyHash: publicKeyFingerprint256.replaceAll(':', ''),
});

test('a page of the paired server is shown by its pinned key', async () => {
  const certificate = makeCertificate({ subjectAlternativeNames: ['127.0.0.1'] });
  const page = await serveYellow(certificate);
  expect(await showFramed(page.url, pinOf(certificate))).toBe('ffff00');
}, 60_000);

test('a page with a stranger’s key is not, and hears nothing', async () => {
  const page = await serveYellow(makeCertificate({ subjectAlternativeNames: ['127.0.0.1'] }));
  expect(await showFramed(page.url, pinOf(makeCertificate()))).not.toBe('ffff00');
  expect(page.asked()).toBe(0);
}, 60_000);

test.each(['http', 'https'] as const)(
  'a page over %s leaves by the proxy of the player, whose password the browser does not know',
  async (protocol) => {
    const certificate = makeCertificate({ subjectAlternativeNames: ['digiserver.test'] });
    const page = protocol === 'https' ? await serveYellow(certificate) : await servePlainYellow('127.0.0.1');
    const signIn = { user: 'screen', password: 'hunter2' };
    const proxy = await recordingProxy({ signIn });
    const route = routeBy(proxy.url, signIn);
    const forwarder = createPageForwarder({ route, clock: createSystemClock(), serverHost: () => null });
    onTestFinished(forwarder.stop);
    const pin = { ...pinOf(certificate), host: 'digiserver.test' };
    // The browser that runs already went straight: another one takes its place.
    const colour = await showFramed(behindProxy(page.url), pin, ({ pageProxy }) => {
      pageProxy?.set(forwarder.take);
    });
    expect(colour).toBe('ffff00');
    expect(proxy.places).toContain(new URL(behindProxy(page.url)).host);
    if (protocol === 'https') expect(proxy.heard.every(({ tunnelled }) => isAllTls(tunnelled))).toBe(true);
  },
  60_000,
);

/** A server on `host` whose only page is yellow. */
async function servePlainYellow(host: string): Promise<{ readonly url: string }> {
  const server = createPlainServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html').end('<body style="background:#ffff00">');
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/` };
}

/** This machine's place in a network that is nobody else's, if it has one. */
const lanAddress = ownAddresses().find((address) =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd])/.test(address),
);

test.runIf(lanAddress !== undefined)(
  'a page at an address of the local network is shown',
  async () => {
    expect(await showFramed((await servePlainYellow(lanAddress ?? '')).url, null)).toBe('ffff00');
  },
  60_000,
);
