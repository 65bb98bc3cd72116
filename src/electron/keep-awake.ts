import type { PowerSaveBlocker } from 'electron';

/** One blocker of display sleep, on or off (https://www.electronjs.org/docs/latest/api/power-save-blocker). */
export function createKeepAwake(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>): (awake: boolean) => void {
  let id: number | null = null;
  return (awake) => {
    if (awake && id === null) id = blocker.start('prevent-display-sleep');
    if (!awake && id !== null) {
      blocker.stop(id);
      id = null;
    }
  };
}
