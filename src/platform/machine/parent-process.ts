/** Whether a parent, or a service manager, starts the player anew when it exits with `RESTART_EXIT_CODE`. */
export function isSupervised(environment: Readonly<Record<string, string | undefined>>): boolean {
  const said = environment['DIGIPLAYER_SUPERVISED']?.trim().toLowerCase() ?? '';
  return !['', '0', 'false', 'no', 'off'].includes(said);
}

/** What a player says to the parent that started it, before an end that is no failure: it is not to be started anew. */
export const MEANT_END = 'meant-end';

/** What a player says once each: a frame of its content was on the screen, and the first beat was answered or given up. */
export const livingWords = ['frame-shown', 'beat-finished'] as const;
export type LivingWord = (typeof livingWords)[number];

/** The next end of this process is meant: a person quit, or another player has the data folder. */
export function tellMeantEnd(): void {
  tellParent(MEANT_END);
}

/** Says a word to the parent, where there is one. */
export function tellParent(word: LivingWord | typeof MEANT_END): void {
  // Without a parent of ours there is no channel; a channel that has just closed is a parent that is gone.
  if (process.connected) process.send?.(word, undefined, undefined, () => undefined);
}

/** Hears once that the parent is gone, however it ended; answers the way to stop listening. Never heard without one. */
export function onParentGone(listener: () => void): () => void {
  process.once('disconnect', listener);
  return () => {
    process.off('disconnect', listener);
    // The channel alone keeps no process alive that has nothing left to do.
    process.channel?.unref();
  };
}
