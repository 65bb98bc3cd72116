import { setTimeout as sleep } from 'node:timers/promises';
import { judgeRecording } from '../support/recording/judge-recording.ts';
import type { ReachablePlayer } from './reachable-player.ts';

const PLANTED_MS = 100;
const PLANTED_SECONDS = 4;

/** What is seen of a blank that was planted. */
export const PLANTED_AIM = { atLeast: PLANTED_MS / 2 } as const;

/** Takes the layers away for 100 ms while the screen is recorded; answers for how long that was seen, ms. */
export async function lengthOfPlantedBlank(
  player: ReachablePlayer,
  order: readonly number[],
): Promise<number> {
  const recording = player.record(PLANTED_SECONDS);
  await sleep((PLANTED_SECONDS * 1000) / 3);
  await player.plantBlank(PLANTED_MS);
  const { faults } = judgeRecording(await recording, order);
  return Math.max(0, ...faults.filter(({ kind }) => kind === 'blank').map(({ lengthMs }) => lengthMs));
}
