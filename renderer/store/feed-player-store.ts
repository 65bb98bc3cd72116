import type { PlayerBridge } from '../../src/shared/bridge.ts';
import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import type { Snapshot } from '../../src/shared/status.ts';
import type { PlayerStore } from './player-store.ts';

const HELLO_AGAIN_MS = 500;

/**
 * Fills the store from the bridge: says `hello` until it is answered, then follows the events. An event that comes
 * before the answer is newer than it and wins; a snapshot waits until it is known what plays, for the stage begins with it, and
 * without a program it begins with standby, over the picture that stands.
 *
 * @returns a function that stops it
 */
export function feedPlayerStore(store: PlayerStore, bridge: PlayerBridge, clock: Clock): () => void {
  const { takeSnapshot, takeProgram, takePairingStep } = store.getState();
  let stopped = false;
  let again: ClockTimer | null = null;
  /** The newest snapshot; null: none came. */
  let told: Snapshot | null = null;
  let sawProgram = false;
  let mayShow = false;

  const show = (): void => {
    mayShow = true;
    if (told !== null) takeSnapshot(told);
  };
  const stops = [
    bridge.on('snapshot', (snapshot) => {
      told = snapshot;
      if (mayShow) takeSnapshot(snapshot);
    }),
    bridge.on('program', (program) => {
      sawProgram = true;
      takeProgram(program);
      show();
    }),
    bridge.on('pairing-step', takePairingStep),
  ];

  async function sayHello(): Promise<void> {
    const answer = await bridge.call('hello', {});
    if (stopped) return;
    if (!answer.ok) {
      again = clock.after(HELLO_AGAIN_MS, () => void sayHello());
      // A player that answers, and not this, tells by its events alone.
      if (answer.error.code !== 'bridge-lost') show();
      return;
    }
    told ??= answer.value.snapshot;
    if (!sawProgram) takeProgram(answer.value.program);
    show();
  }

  void sayHello();
  return () => {
    stopped = true;
    again?.cancel();
    for (const stop of stops) stop();
  };
}
