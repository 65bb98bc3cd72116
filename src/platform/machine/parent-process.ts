/** Whether a parent, or a service manager, starts the player anew when it exits with `RESTART_EXIT_CODE`. */
export function isSupervised(environment: Readonly<Record<string, string | undefined>>): boolean {
  const said = environment['DIGIPLAYER_SUPERVISED']?.trim().toLowerCase() ?? '';
  return !['', '0', 'false', 'no', 'off'].includes(said);
}

/** What a player says to the parent that started it, before an end that is no failure: it is not to be started anew. */
export const MEANT_END = 'meant-end';

/** The next end of this process is meant: a person quit, or another player has the data folder. */
export function tellMeantEnd(): void {
  // Without a parent of ours there is no channel; a channel that has just closed is a parent that is gone.
  if (process.connected) process.send?.(MEANT_END, undefined, undefined, () => undefined);
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
