import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { startSimulator } from '../../simulator/simulator.ts';
import type { Simulator } from '../../simulator/types.ts';
import { colourAt, fillOf, type Colour } from './colours.ts';
import { decodePng } from './png.ts';
import { cleanEnvironment, startPlayer, type PlayerProcess } from './player-process.ts';
import { makeFolder } from '../make-folder.ts';
import { forgetOutput, hearProcess, keepOutput } from './process-output.ts';
import { chromiumShell, type ShellUnderTest } from './shell-under-test.ts';
import { provisionedBy } from '../provisioned-by.ts';

/** The one screen that the simulated server knows. */
export const HOSTNAME = 'lobby';
export const CODE = 'QUICK123';

/** A screen with a player behind it, in whichever shell the project says. */
export interface ScreenUnderTest {
  /** What the person in front of it sees and uses. */
  readonly page: Page;
  /** Ends the player cleanly, or by SIGKILL. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

interface Fixtures {
  /** A test that fails leaves behind what its processes said. */
  readonly keptOutput: undefined;
  readonly server: Simulator;
  /** A fresh folder, gone after the test. */
  readonly dataFolder: string;
  /** Starts the player; a second start begins where the first left off. */
  readonly startScreen: (environment?: Readonly<Record<string, string>>) => Promise<ScreenUnderTest>;
}

interface WorkerOptions {
  readonly shell: ShellUnderTest;
}

/** An item may be on the screen for two seconds only. */
const OFTEN = { intervals: [100] };

const media = join(import.meta.dirname, '../media');

export const test = base.extend<Fixtures, WorkerOptions>({
  shell: [chromiumShell, { option: true, scope: 'worker' }],
  // Playwright wants the first argument taken apart, also where nothing is taken.
  // eslint-disable-next-line no-empty-pattern
  server: async ({}, use) => {
    const server = await startSimulator({
      players: [{ hostname: HOSTNAME, name: 'Lobby', code: CODE }],
      rateLimit: false,
    });
    for (const name of readdirSync(media)) server.addUpload(name, readFileSync(join(media, name)));
    await use(server);
    if (server.running) await server.stop();
  },
  // eslint-disable-next-line no-empty-pattern
  dataFolder: async ({}, use) => {
    const { path: folder, remove } = makeFolder();
    await use(folder);
    remove();
  },
  keptOutput: [
    async ({ dataFolder }, use, info) => {
      forgetOutput();
      await use(undefined);
      if (info.status !== info.expectedStatus) await keepOutput(info, dataFolder);
    },
    { auto: true },
  ],
  startScreen: async ({ browser, dataFolder, shell }, use) => {
    const started: ScreenUnderTest[] = [];
    await use(async (environment = {}) => {
      const screen =
        shell.binary !== null
          ? await startInElectron(shell.binary, dataFolder, environment)
          : await startInBrowser(await browser.newPage(), dataFolder, environment);
      started.push(screen);
      return screen;
    });
    await Promise.all(started.map((screen) => screen.stop()));
  },
});

async function startInBrowser(
  page: Page,
  dataFolder: string,
  environment: Readonly<Record<string, string>>,
): Promise<ScreenUnderTest> {
  const player: PlayerProcess = startPlayer({ dataFolder, options: ['--no-launch'], environment });
  await page.goto(await player.address());
  let isOver = false;
  return {
    page,
    async stop() {
      if (isOver) return;
      isOver = true;
      await page.close();
      // Windows has no signal that asks a process to end.
      expect(await player.stop(), player.said()).toBe(process.platform === 'win32' ? null : 0);
    },
    async kill() {
      isOver = true;
      await page.close();
      await player.kill();
    },
  };
}

async function startInElectron(
  executablePath: string,
  dataFolder: string,
  environment: Readonly<Record<string, string>>,
): Promise<ScreenUnderTest> {
  const root = join(import.meta.dirname, '../../..');
  const application: ElectronApplication = await _electron.launch({
    executablePath,
    args: [root, `--data-dir=${dataFolder}`],
    // Playwright adds --no-sandbox unless it is told so.
    chromiumSandbox: process.getuid?.() !== 0,
    env: { ...cleanEnvironment(), DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5', ...environment },
  });
  let said = '';
  for (const stream of [application.process().stdout, application.process().stderr]) {
    stream?.on('data', (part: Buffer) => {
      said += part.toString();
    });
  }
  hearProcess(() => said);
  let isOver = false;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (isOver) return;
    isOver = true;
    const over = application.waitForEvent('close');
    application.process().kill(signal);
    await over;
  };
  const page = await application.firstWindow();
  // A window is there before its page is.
  await page.waitForURL((url) => /^(app|http):$/.test(url.protocol));
  return {
    page,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** What provisions a player for the simulated server without a person. */
export function provisioned(server: Simulator): Readonly<Record<string, string>> {
  return provisionedBy(server.origin, HOSTNAME, CODE);
}

/** Waits until the middle of the screen has this colour. */
export async function expectMiddle(page: Page, colour: Colour): Promise<void> {
  await expect.poll(async () => colourAt(decodePng(await page.screenshot()), 0.5, 0.5), OFTEN).toBe(colour);
}

/** Waits until the whole screen, by its middle and its corners, has this colour. */
export async function expectFill(page: Page, colour: Colour): Promise<void> {
  await expect.poll(async () => fillOf(decodePng(await page.screenshot())), OFTEN).toBe(colour);
}

export { expect };
