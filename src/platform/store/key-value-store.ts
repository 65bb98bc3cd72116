import type { PlayerDatabase } from './database.types.ts';

/** Small values that outlive a restart, each under its own name. */
export interface KeyValueStore {
  get(name: string): string | null;
  /** `lazily`: it outlives this process at once, and a power cut only after the next flush. */
  set(name: string, value: string, when?: 'lazily'): void;
  remove(name: string): void;
}

/** The repository of {@link KeyValueStore} in `database`. */
export function createKeyValueStore(database: PlayerDatabase): KeyValueStore {
  const select = database.prepare('SELECT value FROM kept_value WHERE name = ?');
  const upsert = database.prepare(
    'INSERT INTO kept_value (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const remove = database.prepare('DELETE FROM kept_value WHERE name = ?');
  return {
    get: (name) => {
      const value = select.get(name)?.['value'];
      return typeof value === 'string' ? value : null;
    },
    set: (name, value, when) => {
      if (when === 'lazily') database.lazily(() => upsert.run(name, value));
      else upsert.run(name, value);
    },
    remove: (name) => {
      remove.run(name);
    },
  };
}
