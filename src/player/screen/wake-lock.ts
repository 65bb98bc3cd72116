import type { Log } from '../../platform/logging/log.ts';
import type { Host } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';
import type { LiveState } from '../status/live-state.ts';

/** Has the shell keep the display on, or let it go, and notes what came of it. */
export function createWakeLock(dependencies: {
  readonly host: Pick<Host, 'keepAwake'>;
  readonly live: LiveState;
  readonly log: Log;
  readonly onChange: () => void;
}): (awake: boolean) => void {
  const { host, live, log, onChange } = dependencies;
  let newest = 0;
  return (awake) => {
    const order = ++newest;
    host.keepAwake(awake).then(
      (report) => {
        // A switch that was thrown twice tells its last position.
        if (order !== newest) return;
        live.awake = report;
        const facts = { heldBy: report.heldBy.join(', '), failed: report.failed.join(', ') };
        if (report.wanted && report.heldBy.length === 0) log.warn('Nothing keeps the display awake', facts);
        else log.info(report.wanted ? 'The display is kept awake' : 'The display may sleep', facts);
        onChange();
      },
      (thrown: unknown) => {
        log.error('The display could not be kept awake', { reason: describeThrown(thrown) });
      },
    );
  };
}
