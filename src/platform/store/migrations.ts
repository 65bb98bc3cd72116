import type { DatabaseSync } from 'node:sqlite';
import { firstTables } from './migrations/0001-first-tables.ts';
import { longestFrame } from './migrations/0002-longest-frame.ts';
import { mediaDrawing } from './migrations/0003-media-drawing.ts';

/** Each step brings the schema from its index to the next; a released step is never edited. */
export const steps: readonly string[] = [firstTables, longestFrame, mediaDrawing];

/** The schema that `connection` holds; 0: none yet. */
export function schemaVersion(connection: DatabaseSync): number {
  return Number(connection.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

/** Brings `connection` to the newest schema, one transaction a step. */
export function migrate(connection: DatabaseSync): void {
  const current = schemaVersion(connection);
  for (const [index, step] of steps.entries()) {
    if (index < current) continue;
    connection.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}
