import type { Log } from '../../platform/logging/log.ts';
import type { ServiceWatchdog } from '../../platform/machine/service-watchdog.ts';
import type { FailureCode } from '../../shared/failure-codes.ts';
import type { Failure } from '../../shared/result.ts';
import type { Host } from '../../shared/host.ts';
import type { Problems } from '../status/problems.ts';
import type { Recovery } from './recovery.ts';
import type { ScreenReports } from './screen-reports.ts';
import type { ScreenWatch } from './screen-watch.ts';

export interface HearScreenAwayDependencies {
  readonly host: Pick<Host, 'onScreenAway'>;
  readonly problems: Problems;
  readonly recovery: Pick<Recovery, 'screenAway'>;
  readonly screenReports: Pick<ScreenReports, 'screenAway'>;
  readonly screenWatch: Pick<ScreenWatch, 'setAway'>;
  readonly serviceWatchdog: Pick<ServiceWatchdog, 'setWaiting'>;
  /** There is no display: nothing can be seen, and no version of the player is at fault. */
  readonly onNoDisplay: () => void;
  readonly log: Log;
  readonly onChange: () => void;
}

const noDisplay: readonly FailureCode[] = ['no-display', 'no-display-set'];

/**
 * A window that cannot be had (no display, no browser) is waited for and counted nowhere: it is one line in the log and one
 * problem in the overlay and the beat, nothing is expected of the screen, and the service manager is told that all is well.
 */
export function hearScreenAway(dependencies: HearScreenAwayDependencies): void {
  const { host, problems, recovery, screenReports, screenWatch, serviceWatchdog, log } = dependencies;
  let told: string | null = null;
  /** Each time is a line of its own, however soon it follows the one before. */
  let times = 0;
  const tell = (failure: Failure | null): void => {
    // A browser's own last words may differ from try to try; one line is enough.
    if (failure !== null && failure.code !== told) {
      times += 1;
      log.warn(failure.message, { times });
    }
    if (failure === null && told !== null) log.info('The screen is there again');
    told = failure?.code ?? null;
  };
  host.onScreenAway?.((failure) => {
    tell(failure);
    problems.set('screen', failure === null ? [] : [failure]);
    screenWatch.setAway(failure !== null);
    serviceWatchdog.setWaiting(failure !== null);
    if (failure !== null) {
      recovery.screenAway();
      screenReports.screenAway();
      if (noDisplay.includes(failure.code)) dependencies.onNoDisplay();
    }
    dependencies.onChange();
  });
}
