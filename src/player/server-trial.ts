import { createTrial, type Trial, type Tried } from './trial.ts';
import type { Clock } from '../shared/clock.ts';
import { fail } from '../shared/result.ts';
import type { ServerTrialStatus } from '../shared/status.ts';

/** What a trial is of. */
interface TriedServer extends Tried {
  readonly url: string;
  /** The server that the screen goes back to. */
  readonly before: string;
}

/** Another server that holds for a while and is stored nowhere until somebody keeps it; there is `no-trial` to keep afterwards. */
export interface ServerTrial extends Omit<Trial<TriedServer>, 'current'> {
  /** Null: nothing is being tried. */
  readonly status: () => ServerTrialStatus | null;
}

/** Nothing is tried yet; `onChange` hears of every beginning and end. */
export function createServerTrial(clock: Clock, onChange: () => void): ServerTrial {
  const { current, ...trial } = createTrial<TriedServer>(clock, onChange, () =>
    fail('no-trial', 'The screen is back with the server that it had before.'),
  );
  return {
    ...trial,
    status: () => {
      const now = current();
      return now === null ? null : { until: now.until, server: now.tried.url, before: now.tried.before };
    },
  };
}
