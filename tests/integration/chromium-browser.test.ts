import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createChromiumShell, type ChromiumShell } from '../../src/shells/chromium/chromium-shell.ts';
import type { ScreenPicture } from '../../tools/demo/screen-picture.ts';
import type { VirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import type { Host } from '../../src/shared/host.ts';
import { openBrowserScreen, type BrowserScreen } from '../support/browser-on-screen.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** The real browser on a bare X screen, with a renderer that is red all over and says `hello` over the bridge. */

const PAGE =
  '<!doctype html><link rel="stylesheet" href="/assets/page.css"><script type="module" src="/assets/page.js"></script>';
const STYLE = 'html{background:#f00;cursor:none}';
const VIDEO = `/media/${'a'.repeat(64)}`;
const SCRIPT = `const socket = new WebSocket('ws://' + location.host + '/bridge');
socket.onopen = () => socket.send(JSON.stringify({ id: 1, name: 'hello', input: [innerWidth, innerHeight] }));
const playVideo = () => void Object.assign(document.createElement('video'), { src: '${VIDEO}', muted: true }).play();
socket.onmessage = ({ data }) => { const { event } = JSON.parse(data); if (event === 'video') playVideo(); if (event === 'hang') for (;;); };`;
const BACK_WITHIN_MS = 15_000;

let browser: string;
let screen: BrowserScreen;
let display: VirtualDisplay;
let folder: string;
let shell: ChromiumShell;
let host: Host;
let hellos = 0;

const dataFolder = (): string => join(folder, 'data');

/** Everything of the browser that runs on this test's profile. */
function browserProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => commandLineOf(name).includes(`--user-data-dir=${dataFolder()}`))
    .map(Number);
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const message = `Waited in vain until ${what}.`;
  await expect.poll(holds, { message, timeout: BACK_WITHIN_MS, interval: 25 }).toBe(true);
}

/** The middle too, where X draws the pointer until somebody hides it. */
function cornersAndMiddleOf({ width, height, pixels }: ScreenPicture): string[] {
  const at = (x: number, y: number): string =>
    Buffer.from(pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)).toString('hex');
  return [
    at(width >> 1, height >> 1),
    at(0, 0),
    at(width - 1, 0),
    at(0, height - 1),
    at(width - 1, height - 1),
  ];
}

const isRed = (): boolean => {
  const picture = display.picture();
  return picture !== null && cornersAndMiddleOf(picture).every((colour) => colour === 'ff0000');
};

/** The parent of a process; 0 when it is gone. What Chromium forks has its command line, until it is something else. */
function parentOf(pid: number): number {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

beforeAll(async () => {
  screen = await openBrowserScreen({ width: 800, height: 600 });
  ({ display, browser } = screen);
}, 300_000);
afterAll(() => screen.close());

beforeEach(async () => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'renderer/assets'), { recursive: true });
  mkdirSync(dataFolder(), { mode: 0o700 });
  writeFileSync(join(folder, 'renderer/index.html'), PAGE);
  writeFileSync(join(folder, 'renderer/assets/page.css'), STYLE);
  writeFileSync(join(folder, 'renderer/assets/page.js'), SCRIPT);
  hellos = 0;
  shell = createChromiumShell({
    dataFolder: dataFolder(),
    rendererFolder: join(folder, 'renderer'),
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
  await shell.start();
  host = await shell.host();
  // The player orders it; what it orders when has a test of its own.
  host.onTrouble?.(({ reason }) => void host.screen.reload(reason));
  host.bridge.serve((name) => {
    if (name === 'hello') hellos += 1;
    return Promise.resolve(null);
  });
  await until('the page is on the screen', () => hellos === 1 && isRed());
});
afterEach(async () => {
  await shell.stop();
});

describe('the browser of the Chromium shell', () => {
  it('fills a bare screen to its four corners, without a pointer, and can show what it shows', async () => {
    expect(isRed()).toBe(true);
    expect(await host.screen.isAlive()).toBe(true);
    const png = Buffer.from((await host.screen.capture()) ?? []);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBeGreaterThanOrEqual(800);
  });

  it('shows the ticket to no other user: not in a command line, and its profile is its owner’s alone', () => {
    const lines = browserProcesses().map((pid) => commandLineOf(String(pid)));
    expect(lines.length).toBeGreaterThan(1);
    // The address of the first page stands there, which lets nobody in but this user's first browser.
    expect(lines.join(' ')).not.toMatch(/ticket|digiplayer=/);
    expect(statSync(join(dataFolder(), 'browser')).mode & 0o777).toBe(0o700);
  });

  it('says what it draws with, and of a video what decodes it', async () => {
    // On a machine without a graphics card it is the processor that draws, and that decodes.
    expect(await host.graphicsFacts?.()).toMatchObject({ compositing: expect.any(String) as string });
    const bytes = readFileSync('tests/support/media/green.webm');
    host.serveMedia(() =>
      Promise.resolve(new Response(bytes, { headers: { 'content-type': 'video/webm' } })),
    );
    const { videoDecoders } = host;
    expect(videoDecoders?.of(VIDEO)).toBeNull();
    const told = new Promise<void>((resolve) => videoDecoders?.listen(resolve));
    host.bridge.send('video' as 'snapshot', null);
    await told;
    const decoder = videoDecoders?.of(VIDEO);
    expect(decoder?.name).toMatch(/Decoder$/);
    expect(typeof decoder?.isHardware).toBe('boolean');
  });

  it('is back after it was killed, on a machine that has got another name meanwhile', async () => {
    const before = browserProcesses();
    const lock = join(dataFolder(), 'browser/SingletonLock');
    expect(readlinkSync(lock)).toBe(`${hostname()}-${Math.min(...before)}`);
    rmSync(lock);
    symlinkSync('another-name-4242', lock);
    process.kill(Math.min(...before), 'SIGKILL');
    await until('another browser shows the page', () => hellos === 2 && isRed());
    expect(browserProcesses().filter((pid) => before.includes(pid))).toEqual([]);
  });

  it('is back after its page’s process was killed', async () => {
    const renderer = browserProcesses().find((pid) => commandLineOf(String(pid)).includes('--type=renderer'));
    process.kill(renderer ?? 0, 'SIGKILL');
    await until('the page is back', () => hellos === 2 && isRed());
  });

  it('is back each of nine times that its graphics process is killed, and answers no fault by the same start twice', async () => {
    const starts = new Map<number, boolean>();
    const look = (): { readonly main: number; readonly graphics: number | undefined } => {
      const processes = browserProcesses().map((pid) => ({ pid, line: commandLineOf(String(pid)) }));
      const main = processes.find(({ pid }) => parentOf(pid) === process.pid)?.pid ?? 0;
      const line = commandLineOf(String(main));
      if (main !== 0) starts.set(main, line.includes('--disable-gpu'));
      return { main, graphics: processes.find((one) => one.line.includes('--type=gpu-process'))?.pid };
    };
    const waits: number[] = [];
    for (let death = 0; death < 9; death += 1) {
      await until('there is a graphics process', () => look().graphics !== undefined);
      const { graphics = 0 } = look();
      const killedAt = performance.now();
      process.kill(graphics, 'SIGKILL');
      await until('there is another one, and the picture', () => {
        const now = look().graphics;
        return now !== undefined && now !== graphics && isRed();
      });
      waits.push(performance.now() - killedAt);
    }
    // The aim is 2 s; a busy machine has five times that.
    expect(Math.max(...waits), waits.map(Math.round).join(' ')).toBeLessThan(10_000);
    // With the driver, then without it, and never again a new browser.
    expect([...starts.values()]).toEqual([false, true]);
    expect(host.graphics?.()).toMatchObject({ mode: 'compatible' });
    expect(existsSync(join(dataFolder(), 'graphics.json'))).toBe(true);
  }, 90_000);

  it('loads the page again when it is told to, and is replaced when the page is hung', async () => {
    await host.screen.reload('test');
    await until('the page was loaded again', () => hellos === 2);
    host.bridge.send('hang' as 'snapshot', null);
    await until('the page is hung', async () => !(await host.screen.isAlive()));
    await host.screen.reload('hung');
    await until('another browser shows the page', () => hellos === 3 && isRed());
  });

  it('leaves no process behind', async () => {
    expect(browserProcesses()).not.toEqual([]);
    await shell.stop();
    await until('every process is gone', () => browserProcesses().length === 0);
  });
});
