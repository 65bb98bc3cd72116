import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { CDPSession } from '@playwright/test';
import { startVirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { countLayers } from '../support/e2e/count-layers.ts';
import { censusKinds, takeCensus, type PageCensus } from '../support/e2e/page-census.ts';
import { startPlayer } from '../support/e2e/player-process.ts';
import { startBareBrowser } from '../support/recording/bare-browser.ts';
import { PANEL } from '../support/recording/coded-player.ts';
import type { Figure } from './figure.ts';
import { makeLeakLists, type LeakItem } from './leak-lists.ts';
import { descriptorsOf, heldBy, memoryOf } from './processes.ts';
import { slopeOf } from './slope.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

const DEFAULT_SHOWINGS = 300;
/** What is only ever made once is there after so many. */
const WARM_UP_SHOWINGS = 30;
const LOOKS = 12;
const SECONDS_EACH = 0.5;
const HOSTNAME = 'leak';
const CODE = 'LEAK-2026';

/** What is held at one look, by the processes' sizes (PSS, MB) and by counts. */
interface Look extends PageCensus {
  readonly showings: number;
  readonly pageMb: number;
  readonly gpuMb: number;
  readonly nodeMb: number;
  readonly descriptors: number;
}

/**
 * Whether memory grows with the showings: each kind of layer alone, and all of them mixed, in the real player and a browser
 * started as the shell starts it. `npm run bench -- leak [--showings=300] [LIST…]`. Needs a build, ffmpeg, Xvfb and Chromium.
 */
export async function benchLeak(options: readonly string[]): Promise<readonly Figure[]> {
  const { values, positionals } = parseArgs({
    args: [...options],
    options: { showings: { type: 'string', default: String(DEFAULT_SHOWINGS) } },
    allowPositionals: true,
  });
  const showings = Number(values.showings);
  const made = await makeLeakLists();
  try {
    const wanted = positionals.length === 0 ? Object.keys(made.lists) : positionals;
    const figures: Figure[] = [];
    for (const name of wanted) {
      const items = made.lists[name];
      if (items === undefined)
        throw new Error(`There is no list ${name}: ${Object.keys(made.lists).join(', ')}`);
      const looks = await lookWhileShowing(items, showings);
      console.log(name);
      console.table(looks);
      figures.push(...figuresOf(name, looks));
    }
    return figures;
  } finally {
    made.stop();
  }
}

function figuresOf(name: string, looks: readonly Look[]): Figure[] {
  const grown = [...censusKinds, 'descriptors' as const].map((kind) => ({
    name: `${name}: ${kind} in the second half beyond the first`,
    value: lowestOf(looks.slice(LOOKS / 2), kind) - lowestOf(looks.slice(0, LOOKS / 2), kind),
    unit: '',
    aim: { atMost: 0 },
  }));
  const slopes = (['pageMb', 'gpuMb', 'nodeMb'] as const).map((kind) => {
    const { each, doubt } = slopeOf(looks.map((look) => [look.showings, look[kind]]));
    return {
      name: `${name}: ${kind.replace('Mb', '')} grows each showing by`,
      value: each * 1024,
      unit: 'kB',
      aim: { atMost: Math.ceil(doubt * 1024) },
    };
  });
  return [...grown, ...slopes];
}

/** A look may come while one layer leaves and another stands ready: the lowest of some has neither. */
function lowestOf(looks: readonly Look[], kind: keyof Look): number {
  return Math.min(...looks.map((look) => look[kind]));
}

async function lookWhileShowing(items: readonly LeakItem[], showings: number): Promise<readonly Look[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'digiplayer-leak-'));
  const server = await startSimulator({ players: [{ hostname: HOSTNAME, code: CODE }], rateLimit: false });
  for (const item of items) if ('bytes' in item) server.addUpload(item.name, item.bytes);
  server.setPlaylist(
    HOSTNAME,
    items.map((item, at) =>
      'bytes' in item
        ? server.itemFor(item.name, { duration: SECONDS_EACH })
        : { id: 1000 + at, type: 'web', url: item.address, file_name: item.name, duration: SECONDS_EACH },
    ),
  );
  const display = await startVirtualDisplay(PANEL);
  if (!display.ok) throw new Error(display.error.message);
  const player = startPlayer({
    dataFolder,
    options: ['--no-launch'],
    environment: {
      ...provisionedBy(server.origin, HOSTNAME, CODE),
    },
  });
  const browser = await startBareBrowser(display.value.name, await player.address());
  try {
    await browser.page.waitForSelector('[data-testid=stage]', { state: 'attached' });
    const shown = await countLayers(browser.page);
    const session = await browser.page.context().newCDPSession(browser.page);
    const until = async (count: number): Promise<void> => {
      while ((await shown()) < count) await sleep(100);
    };
    const looks: Look[] = [];
    for (let look = 0; look < LOOKS; look++) {
      await until(WARM_UP_SHOWINGS + (showings * look) / (LOOKS - 1));
      looks.push(
        await takeLook(session, await shown(), player.status()?.pid ?? player.pid, browser.profileFolder),
      );
    }
    return looks;
  } finally {
    await browser.stop();
    await player.stop();
    await Promise.all([display.value.stop(), server.stop()]);
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function takeLook(
  session: CDPSession,
  showings: number,
  playerPid: number,
  profileFolder: string,
): Promise<Look> {
  const census = await leastOfThree(session);
  const { pageMb, gpuMb, descriptors } = heldBy(profileFolder);
  return {
    showings,
    ...census,
    pageMb: tenths(pageMb),
    gpuMb: tenths(gpuMb),
    nodeMb: tenths(memoryOf(playerPid)),
    descriptors: descriptors + descriptorsOf(playerPid),
  };
}

/** What leaves and what comes are held together for a moment: the least of three is what stays. */
async function leastOfThree(session: CDPSession): Promise<PageCensus> {
  const several = [await takeCensus(session), await takeCensus(session), await takeCensus(session)];
  const least = censusKinds.map((kind) => [kind, Math.min(...several.map((census) => census[kind]))]);
  return Object.fromEntries(least) as PageCensus;
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
