import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createSystemClock } from '../../src/shared/clock.ts';
import { createDecoderWatch } from '../../src/shells/common/decoder-watch.ts';
import { startBrowser } from '../../src/shells/chromium/browser.ts';
import { findOrInstallBrowser } from '../../tools/machine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A page with a frame of another host in it, which asks for more; notes what each request carried. */
async function startSite(): Promise<{ readonly port: number; readonly seen: Map<string, string | null> }> {
  const seen = new Map<string, string | null>();
  const server: Server = createServer(({ url = '', headers }, response) => {
    seen.set(url, headers.referer ?? null);
    response.setHeader('Content-Type', 'text/html');
    const { port } = server.address() as AddressInfo;
    if (url === '/page') {
      response.end(`<iframe credentialless sandbox="allow-scripts allow-same-origin" referrerpolicy="no-referrer"
        src="http://localhost:${port}/embed"></iframe><img src="http://127.0.0.1:${port}/own">`);
    } else response.end(url === '/embed' ? "<img src='/picture'><script>fetch('/data')</script>" : '');
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, seen };
}

test('the frames of a host carry the Referer of its rule, nobody else does, and none without a rule', async () => {
  const found = await findOrInstallBrowser(() => undefined);
  if (!found.ok) throw new Error(found.error.message);
  const { port, seen } = await startSite();
  const started = startBrowser({
    executable: found.value,
    arguments: [
      ...['--headless', '--no-sandbox', '--site-per-process', '--remote-debugging-pipe'],
      ...[`--user-data-dir=${temporaryFolder()}`, 'about:blank'],
    ],
    environment: process.env,
    decoders: createDecoderWatch(),
    clock: createSystemClock(),
  });
  if (!started.ok) throw new Error(started.error.message);
  onTestFinished(() => started.value.stop(2_000));
  const page = await started.value.page;
  const load = async (): Promise<Record<string, string | null>> => {
    seen.clear();
    await page?.navigate(`http://127.0.0.1:${port}/page`);
    await expect.poll(() => seen.has('/data') && seen.has('/picture') && seen.has('/own')).toBe(true);
    return Object.fromEntries(seen);
  };

  const plain = await load();
  expect(plain['/embed']).toBeNull();

  const referer = 'https://screens.example/';
  await page?.useReferers([{ host: 'localhost', referer }]);
  const added = await load();
  expect(added).toMatchObject({ '/embed': referer, '/picture': referer, '/data': referer });
  expect(added['/own']).not.toBe(referer);

  await page?.useReferers([]);
  expect((await load())['/embed']).toBeNull();
});
