import type { PlayerBridge } from '../../src/shared/bridge.ts';
import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import type { PlayerStore } from './player-store.ts';

const HELLO_AGAIN_MS = 500;

/**
 * Fills the store from the bridge: says `hello` until it is answered, then follows the events. An event that comes
 * before the answer is newer than it and wins.
 *
 * @returns a function that stops it
 */
export function feedPlayerStore(store: PlayerStore, bridge: PlayerBridge, clock: Clock): () => void {
  const { takeSnapshot, takeProgram, takePairingStep } = store.getState();
  let stopped = false;
  let again: ClockTimer | null = null;
  let sawSnapshot = false;
  let sawProgram = false;

  const stops = [
    bridge.on('snapshot', (snapshot) => {
      sawSnapshot = true;
      takeSnapshot(snapshot);
    }),
    bridge.on('program', (program) => {
      sawProgram = true;
      takeProgram(program);
    }),
    bridge.on('pairing-step', takePairingStep),
  ];

  async function sayHello(): Promise<void> {
    const answer = await bridge.call('hello', {});
    if (stopped) return;
    if (!answer.ok) {
      again = clock.after(HELLO_AGAIN_MS, () => void sayHello());
      return;
    }
    if (!sawProgram) takeProgram(answer.value.program);
    if (!sawSnapshot) takeSnapshot(answer.value.snapshot);
  }

  void sayHello();
  return () => {
    stopped = true;
    again?.cancel();
    for (const stop of stops) stop();
  };
}
