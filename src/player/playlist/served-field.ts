import type { Log } from '../../platform/logging/log.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { describeThrown } from '../../shared/result.ts';
import type { PlaylistManager } from './playlist-manager.types.ts';

const LONGEST_SHOWN = 200;

/** Something that the paired server may say in the playlist's body beside the list. */
export interface ServedField {
  /** In the one form in which it is kept; null: the server says nothing. */
  current(): string | null;
  /** `playlists`, whose usable bodies are looked at on the way, and which takes the field along when it forgets. */
  heardBy(playlists: PlaylistManager): PlaylistManager;
}

/** A value in the form in which it is kept (null: it says nothing), or in a few words why it cannot be read. */
type FieldRead =
  { readonly ok: true; readonly kept: string | null } | { readonly ok: false; readonly problem: string };

export interface ServedFieldDependencies {
  readonly keyValues: Pick<KeyValueStore, 'get' | 'set' | 'remove'>;
  readonly log: Log;
  readonly onChange: () => void;
}

export interface ServedFieldOptions {
  /** Its name in the body. */
  readonly field: string;
  /** Under which it is kept. */
  readonly key: string;
  /** Reads what the body says, and what was kept. */
  readonly read: (written: unknown) => FieldRead;
}

/**
 * Holds it over restarts. What cannot be read leaves what holds, with one line in the log for each such value; a body without it ends
 * it.
 */
export function createServedField(
  { field, key, read }: ServedFieldOptions,
  { keyValues, log, onChange }: ServedFieldDependencies,
): ServedField {
  let current = heldBefore(keyValues.get(key), read);
  let refused = '';

  const hold = (kept: string | null): void => {
    if (kept === current) return;
    current = kept;
    log.info(`The server says another ${field}`, { value: (kept ?? 'none').slice(0, LONGEST_SHOWN) });
    try {
      if (kept === null) keyValues.remove(key);
      else keyValues.set(key, kept);
    } catch (thrown) {
      log.debug(`The ${field} of the server could not be kept`, { reason: describeThrown(thrown) });
    }
    onChange();
  };
  const take = (body: unknown): void => {
    const written = fieldOf(body, field);
    if (written === undefined || written === null || written === '') {
      hold(null);
      return;
    }
    const found = read(written);
    if (found.ok) {
      hold(found.kept);
      return;
    }
    const shown = ((JSON.stringify(written) as string | undefined) ?? '').slice(0, LONGEST_SHOWN);
    if (shown === refused) return;
    refused = shown;
    log.warn(`The ${field} of the playlist cannot be read and changes nothing`, {
      problem: found.problem,
      value: shown,
    });
  };

  return {
    current: () => current,
    heardBy: (playlists) => ({
      ...playlists,
      accept: (body, from) => {
        const accepted = playlists.accept(body, from);
        // A stick brings content and says nothing of the panel, nor of what stands over the content.
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

function fieldOf(body: unknown, field: string): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  return Object.hasOwn(body, field) ? (body as Readonly<Record<string, unknown>>)[field] : undefined;
}

function heldBefore(kept: string | null, read: ServedFieldOptions['read']): string | null {
  const found = kept === null ? null : read(kept);
  return found?.ok === true ? found.kept : null;
}
