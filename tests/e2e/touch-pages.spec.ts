import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { colourAt } from '../support/e2e/colours.ts';
import { expect, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { openOwnScreen, type OwnScreen } from '../support/e2e/own-screen.ts';
import { startPlayer } from '../support/e2e/player-process.ts';

/** A real mouse and real keys on a web page that may be touched, which does what it can to get away and to stay. */

test.skip(
  ({ shell }) => shell.isStandIn,
  'the guard of frames works over sessions that the stand-in for Electron has not',
);

let screen: OwnScreen;
let pages: Server;
/** Each document, picture and word that was asked for, as host and path. */
let asked: string[];
/** What the page says of itself. */
let said: string[];

test.beforeEach(async () => {
  screen = await openOwnScreen();
  asked = [];
  said = [];
  pages = createServer(({ url = '/', headers }, response) => {
    const { port } = pages.address() as AddressInfo;
    const host = (headers.host ?? '').replace(/:\d+$/, '');
    if (url.startsWith('/say/')) {
      said.push(decodeURIComponent(url.slice(5)));
      response.end();
      return;
    }
    asked.push(`${host}${url}`);
    response.setHeader('Content-Type', 'text/html');
    if (url === '/leads-away') response.writeHead(302, { location: `http://127.0.0.1:${port}/away` }).end();
    else if (url === '/file')
      response.setHeader('Content-Disposition', 'attachment; filename=a.sh').end('#!');
    else if (url === '/locked') response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end('no');
    else response.end(url === '/away' ? '<body style="background:#f00">' : kiosk(port, url));
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
});
test.afterEach(async () => {
  await screen.display.stop();
  pages.closeAllConnections();
  await new Promise((resolve) => pages.close(resolve));
});

/** Every press beside its field does the next thing that a page must not be able to do, and says which. */
function kiosk(port: number, url: string): string {
  const away = `http://127.0.0.1:${port}/away`;
  return `<!doctype html><body style="margin:0;background:${url === '/second' ? '#0f0' : '#ff0'};height:3000px">
    <input id="field" style="position:fixed;left:300px;top:300px;width:300px;height:40px">
    <form id="form" action="${away}" method="post"><input name="a"></form>
    <form id="blank" action="${away}" target="_blank"></form>
    <input type="file" id="file"><video id="film"></video>
    <script>
      const say = (word) => fetch('/say/' + encodeURIComponent(word));
      const follow = (href, of) => Object.assign(document.createElement('a'), { href, ...of }).click();
      const acts = {
        link: () => follow('${away}'),
        window: () => open('${away}'),
        'new tab': () => follow('${away}', { target: '_blank' }),
        top: () => follow('${away}', { target: '_top' }),
        parent: () => { parent.location = '${away}'; },
        location: () => { location = '${away}'; },
        redirect: () => { location = '/leads-away'; },
        refresh: () => document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: '0;${away}' })),
        form: () => form.submit(),
        'form in a tab': () => blank.submit(),
        frame: () => document.body.append(Object.assign(document.createElement('iframe'), { src: '${away}', style: 'position:fixed;left:0;bottom:0;width:90px;height:90px' })),
        download: () => follow('/file', { download: 'a.sh' }),
        'other download': () => { location = '/file'; },
        mail: () => { location = 'mailto:a@b.c'; },
        intent: () => { location = 'intent://a#Intent;scheme=b;end'; },
        file: () => { location = 'file:///etc/passwd'; },
        settings: () => { location = 'chrome://settings'; },
        alert: () => { alert(1); confirm(2); prompt(3); },
        print: () => print(),
        unload: () => { onbeforeunload = (event) => { event.preventDefault(); return 'stay'; }; },
        chooser: () => file.click(),
        picker: () => showOpenFilePicker(),
        screen: () => document.documentElement.requestFullscreen(),
        'picture in picture': () => film.requestPictureInPicture(),
        lock: () => document.body.requestPointerLock(),
        camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
        place: () => navigator.geolocation.getCurrentPosition(() => undefined),
        note: () => Notification.requestPermission(),
        pipette: () => new EyeDropper().open(),
        share: () => navigator.share({ title: 'a' }),
        password: () => fetch('/locked'),
        'synthetic presses': () => setInterval(() => document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })), 50),
      };
      const names = Object.keys(acts);
      for (const kind of ['keydown', 'input'])
        addEventListener(kind, (event) => say(kind + '-' + (event.key ?? event.data)), true);
      addEventListener('click', ({ target, clientY }) => {
        if (target === field) return;
        if (clientY > 380 && clientY < 420) { location = '/second'; return; }
        const name = names.shift() ?? 'nothing';
        Promise.try(() => acts[name]?.()).catch(() => undefined).then(() => say('did ' + name));
      });
      say('here ' + location.pathname);
    </script>`;
}

const centre = (): string => {
  const picture = screen.display.picture();
  return picture === null ? 'nothing' : colourAt(picture, 0.5, 0.5);
};
const x: OwnScreen['press'] = (...words) => screen.press(...words);
const pressAt = (left: number, top: number): void => void x('mousemove', `${left}`, `${top}`, 'click', '1');
const count = (word: string): number => said.filter((one) => one.startsWith(word)).length;

test('a page that may be touched leads nowhere else, asks nobody, hears no chord and no PIN, and lets the settings open', async ({
  server,
  dataFolder,
  shell,
}) => {
  test.setTimeout(120_000);
  const { port } = pages.address() as AddressInfo;
  const url = `http://localhost:${port}/first`;
  server.setPlaylist(HOSTNAME, [{ id: 1, type: 'web', url, file_name: 'map', duration: 600 }]);
  const environment = {
    ...provisioned(server),
    DISPLAY: screen.display.name,
    DIGIPLAYER_INTERACTIVE_HOSTS: 'localhost',
  };
  const player = startPlayer({ dataFolder, shell, environment });
  try {
    await expect.poll(centre, { timeout: 30_000, intervals: [50] }).toBe('yellow');
    const windows = screen.windows();
    // Nobody has pressed in it: it has no key.
    x('type', '4711');
    // The pointer is given when its guard has answered.
    await expect
      .poll(
        () => {
          if (count('did') === 0) pressAt(700, 600);
          return count('did');
        },
        { intervals: [100, 200, 500] },
      )
      .toBeGreaterThan(0);
    expect(said.filter((word) => /^(keydown|input)/.test(word))).toEqual([]);
    for (let acts = count('did'); count('did nothing') === 0; acts = count('did')) {
      pressAt(700, 600);
      await expect
        .poll(() => count('did'), { message: said.at(-1) ?? '', intervals: [20] })
        .toBeGreaterThan(acts);
      expect(centre(), `the page after it ${said.at(-1) ?? ''}`).toBe('yellow');
      expect(screen.windows(), `windows after it ${said.at(-1) ?? ''}`).toBe(windows);
    }
    expect(count('here'), 'it is the same document').toBe(1);
    expect(asked.filter((one) => one.includes('/away'))).toEqual([]);

    const heard = (): string[] => said.filter((word) => /^(keydown|input)/.test(word));
    const overlayAfter = async (what: string): Promise<void> => {
      await expect.poll(centre, { message: `the overlay after ${what}`, intervals: [20] }).not.toBe('yellow');
      x('type', '--delay', '20', '4711');
      x('key', 'Escape');
      await expect.poll(centre, { message: `the page after ${what}`, intervals: [20] }).toBe('yellow');
    };
    const text = ['keydown-a', 'input-a', 'keydown-b', 'input-b'];
    pressAt(400, 320);
    x('type', '--delay', '20', 'ab');
    await expect.poll(heard).toEqual(text);
    for (const key of ['ctrl+w', 'alt+F4', 'F5', 'ctrl+v', 'super+a']) {
      pressAt(400, 320);
      x('key', key);
      x('key', 'ctrl+alt+s');
      await overlayAfter(key);
      expect(screen.windows(), `windows after ${key}`).toBe(windows);
    }
    // The right button and the middle one do nothing; five taps in the corner open the settings, and the page has them, too.
    for (const button of ['2', '3', '8', '9']) x('mousemove', '400', '320', 'click', button);
    for (let tap = 0; tap < 5; tap += 1) pressAt(20, 20);
    await overlayAfter('five taps');
    expect(heard()).toEqual(text);
    expect([count('here'), screen.windows()]).toEqual([1, windows]);

    // What leads on within the list is followed.
    await expect
      .poll(() => {
        pressAt(20, 400);
        return count('here /second');
      })
      .toBeGreaterThan(0);
    await expect.poll(centre).toBe('green');
    expect(player.status()?.recoveries.screen).toBe(0);
    expect(await player.stop(), player.said()).toBe(0);
  } finally {
    await player.kill();
  }
});
