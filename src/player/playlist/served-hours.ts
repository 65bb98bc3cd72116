import type { Log } from '../../platform/logging/log.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { describeThrown } from '../../shared/result.ts';
import { readScreenHours, writeScreenHours } from '../../shared/screen-hours.ts';
import type { PlaylistManager } from './playlist-manager.types.ts';

const SERVED_HOURS = 'served-screen-hours';
const LONGEST_SHOWN = 200;

/** The screen hours that the paired server says in the playlist's body, if it says any. */
export interface ServedHours {
  /** As `writeScreenHours` writes them; null: the server says none. */
  current(): string | null;
  /** `playlists`, whose usable bodies are looked at for `screen_hours` on the way, and which takes the hours along when it forgets. */
  heardBy(playlists: PlaylistManager): PlaylistManager;
}

export interface ServedHoursDependencies {
  readonly keyValues: Pick<KeyValueStore, 'get' | 'set' | 'remove'>;
  readonly log: Log;
  readonly onChange: () => void;
}

/**
 * Holds them over restarts. Hours that cannot be read leave those that hold, with one line in the log for each such value; a
 * body without hours ends them.
 */
export function createServedHours({ keyValues, log, onChange }: ServedHoursDependencies): ServedHours {
  let current = readKept(keyValues);
  let refused = '';

  const hold = (hours: string | null): void => {
    if (hours === current) return;
    current = hours;
    log.info('The server says other screen hours', { hours: hours ?? 'none' });
    try {
      if (hours === null) keyValues.remove(SERVED_HOURS);
      else keyValues.set(SERVED_HOURS, hours);
    } catch (thrown) {
      log.debug('The screen hours of the server could not be kept', { reason: describeThrown(thrown) });
    }
    onChange();
  };
  const take = (body: unknown): void => {
    const written = fieldOf(body);
    if (written === undefined || written === null || written === '') {
      hold(null);
      return;
    }
    const read = readScreenHours(written);
    if (read.ok) {
      hold(writeScreenHours(read.hours));
      return;
    }
    const shown = ((JSON.stringify(written) as string | undefined) ?? '').slice(0, LONGEST_SHOWN);
    if (shown === refused) return;
    refused = shown;
    log.warn('The screen_hours of the playlist cannot be read and change nothing', {
      problem: read.problem,
      value: shown,
    });
  };

  return {
    current: () => current,
    heardBy: (playlists) => ({
      ...playlists,
      accept: (body, from) => {
        const accepted = playlists.accept(body, from);
        // A stick brings content and says nothing of the panel.
        if (accepted.ok && from !== 'stick') take(body);
        return accepted;
      },
      forget: () => {
        hold(null);
        playlists.forget();
      },
    }),
  };
}

function fieldOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  return (body as Readonly<Record<string, unknown>>)['screen_hours'];
}

function readKept(keyValues: Pick<KeyValueStore, 'get'>): string | null {
  const kept = keyValues.get(SERVED_HOURS);
  return kept !== null && readScreenHours(kept).ok ? kept : null;
}
