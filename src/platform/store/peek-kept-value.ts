import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * A value that the database in `file` keeps under `name`, before the player opens it; null where there is none, or nothing that can
 * be read. Needs nothing of the player: whoever shows a first picture waits for this.
 */
export function peekKeptValue(file: string, name: string): string | null {
  if (!existsSync(file)) return null;
  let connection: DatabaseSync | null = null;
  try {
    connection = new DatabaseSync(file, { readOnly: true });
    const value = connection.prepare('SELECT value FROM kept_value WHERE name = ?').get(name)?.['value'];
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  } finally {
    connection?.close();
  }
}
