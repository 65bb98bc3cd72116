import type { PowerSaveBlocker } from 'electron';
import type { AwakeReport } from '../../shared/status.ts';
import type { AwakeTools } from '../../platform/machine/awake-tools.ts';

/** How Electron's own blocker is named beside the system's tools. */
const BLOCKER = 'powerSaveBlocker';

/**
 * One blocker of display sleep, on or off (https://www.electronjs.org/docs/latest/api/power-save-blocker), and the system's
 * tools beside it: on a bare X screen nobody hears the blocker.
 */
export function createKeepAwake(
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>,
  tools: Pick<AwakeTools, 'set'>,
): (awake: boolean) => Promise<AwakeReport> {
  let id: number | null = null;
  return async (awake) => {
    if (awake && id === null) id = blocker.start('prevent-display-sleep');
    if (!awake && id !== null) {
      blocker.stop(id);
      id = null;
    }
    const isBlocking = id !== null && blocker.isStarted(id);
    const { heldBy, failed } = await tools.set(awake);
    if (!awake) return { wanted: false, heldBy, failed };
    return isBlocking
      ? { wanted: true, heldBy: [BLOCKER, ...heldBy], failed }
      : { wanted: true, heldBy, failed: [BLOCKER, ...failed] };
  };
}
