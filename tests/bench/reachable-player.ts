import { startBareBrowser, type BareBrowser } from '../support/recording/bare-browser.ts';
import {
  startCodedPlayer,
  type CodedPlayerOptions,
  type MediaPlayer,
} from '../support/recording/coded-player.ts';
import type { Recording } from '../support/recording/record-screen.ts';
import { BACKGROUND } from '../support/recording/sample-media.ts';

/** A player in a browser that a measurement may reach into: the shell's own obeys the shell alone. */
export interface ReachablePlayer {
  readonly page: BareBrowser['page'];
  readonly media: MediaPlayer;
  record(seconds: number): Promise<Recording>;
  /** Takes every layer away from the screen for so long. */
  plantBlank(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it, and gives the stage itself the background that no item has; the layers have it by the settings. */
export async function startReachablePlayer(options: CodedPlayerOptions): Promise<ReachablePlayer> {
  const player = await startCodedPlayer({ ...options, options: ['--no-launch'] });
  let browser: BareBrowser | null = null;
  const stop = async (): Promise<void> => {
    await browser?.stop();
    await player.stop();
  };
  try {
    browser = await startBareBrowser(player.display.name, await player.player.address());
    const { page } = browser;
    await player.playing();
    const stage = page.getByTestId('stage');
    await stage.evaluate((element, colour) => {
      element.style.backgroundColor = colour;
    }, BACKGROUND);
    return {
      page,
      media: player,
      record: (seconds) => player.record(seconds),
      plantBlank: (ms) =>
        stage.evaluate(async (element, length) => {
          for (const layer of element.children) (layer as HTMLElement).style.translate = '200%';
          await new Promise((resolve) => setTimeout(resolve, length));
          for (const layer of element.children) (layer as HTMLElement).style.translate = '';
        }, ms),
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
