import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulator } from '../simulator/types.ts';
import { colourAt, fillOf } from '../support/e2e/colours.ts';
import { expect, expectFill, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { fixture } from '../support/media-support.ts';
import { decodePng } from '../support/e2e/png.ts';

/** Pages of one colour each, under headers of their own. */
async function startPages(): Promise<{ readonly origin: string; readonly server: Server }> {
  const server = createServer(({ url }, response) => {
    response.setHeader('Content-Type', 'text/html');
    const page = (colour: string): string => `<!doctype html><body style="background:${colour}">`;
    switch (url) {
      case '/fine':
        // Taller than any panel, and told by its fragment what to show.
        response.end(
          `${page('#ff00ff')}<p style="height: 9000px"><script>
            if (location.hash === '#/board/7') document.body.style.background = '#ffff00';
          </script>`,
        );
        break;
      case '/camera':
        response.setHeader('Content-Type', 'multipart/x-mixed-replace; boundary=frame');
        sendFrames(response);
        break;
      case '/denies':
        response.setHeader('X-Frame-Options', 'DENY').end(page('#ff00ff'));
        break;
      case '/ancestors':
        response.setHeader('Content-Security-Policy', "frame-ancestors 'self'").end(page('#ff00ff'));
        break;
      default:
        response.writeHead(404).end(page('#ff00ff'));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** The moving picture of a camera: one JPEG after the other, without end. */
function sendFrames(response: ServerResponse): void {
  const picture = fixture('red.jpg');
  const timer = setInterval(() => {
    response.write(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`);
    response.write(picture);
    response.write('\r\n');
  }, 200);
  response.once('close', () => {
    clearInterval(timer);
  });
}

/** An address at which nobody listens. */
async function nobody(): Promise<string> {
  const { origin, server } = await startPages();
  await new Promise((resolve) => server.close(resolve));
  return origin;
}

function web(id: number, url: string) {
  return { id, type: 'web', url, file_name: `page ${id}`, duration: 3 };
}

async function reasonFor(server: Simulator, name: string): Promise<unknown> {
  const heard = await server.waitForFeedback(
    ({ body, message }) => body['event'] === 'item-failed' && message.startsWith(`${name} `),
    30_000,
  );
  return heard.body['error_details'];
}

test('a web page fills the screen; one that refuses, fails or is not there is skipped and reported', async ({
  server,
  startScreen,
}) => {
  const { origin, server: pages } = await startPages();
  try {
    server.setPlaylist(HOSTNAME, [
      server.itemFor('red.jpg', { duration: 3 }),
      web(11, `${origin}/denies`),
      web(12, `${await nobody()}/`),
      web(13, `${origin}/fine#/board/7`),
      web(14, `${origin}/ancestors`),
      web(15, `${origin}/missing`),
    ]);
    const { page } = await startScreen({ ...provisioned(server), DIGIPLAYER_TRANSITION: 'cut' });
    await expectFill(page, 'red');
    await expectFill(page, 'yellow');
    // Each of the others is due once from here on; what is seen meanwhile is content, and nothing of a browser.
    const seen = new Set<string>();
    let reds = 0;
    let before = 'yellow';
    while (reds < 2) {
      const colour = fillOf(decodePng(await page.screenshot()));
      if (colour === 'red' && before !== 'red') reds += 1;
      before = colour;
      seen.add(colour);
    }
    expect([...seen].sort()).toEqual(['red', 'yellow']);
    expect(await reasonFor(server, 'page 11')).toContain('refuses to be shown inside another page');
    expect(await reasonFor(server, 'page 12')).toContain('cannot be reached (ECONNREFUSED)');
    expect(await reasonFor(server, 'page 14')).toContain('refuses to be shown inside another page');
    expect(await reasonFor(server, 'page 15')).toContain('its server answers with an error (404)');
  } finally {
    pages.closeAllConnections();
    pages.close();
  }
});

test('a page that never says that it has loaded, the picture of a camera, is shown', async ({
  server,
  startScreen,
}) => {
  const { origin, server: pages } = await startPages();
  try {
    server.setPlaylist(HOSTNAME, [server.itemFor('green.png', { duration: 3 }), web(21, `${origin}/camera`)]);
    const { page } = await startScreen(provisioned(server));
    // Where the browser puts the picture is its own affair.
    const places = [0.02, 0.1, 0.3, 0.5] as const;
    await expect
      .poll(
        async () => {
          const screen = decodePng(await page.screenshot());
          return places.map((place) => colourAt(screen, place, place));
        },
        { timeout: 30_000 },
      )
      .toContain('red');
    expect(server.feedback.filter(({ body }) => body['event'] === 'item-failed')).toEqual([]);
  } finally {
    pages.closeAllConnections();
    pages.close();
  }
});
