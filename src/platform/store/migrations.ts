import type { DatabaseSync } from 'node:sqlite';
import { firstTables } from './migrations/0001-first-tables.ts';
import { longestFrame } from './migrations/0002-longest-frame.ts';
import { mediaDrawing } from './migrations/0003-media-drawing.ts';

/** Each step brings the schema from its index to the next; a released step is never edited. */
export const steps: readonly string[] = [firstTables, longestFrame, mediaDrawing];

/** Brings `connection` to the newest schema, one transaction a step. */
export function migrate(connection: DatabaseSync): void {
  const row = connection.prepare('PRAGMA user_version').get();
  const current = Number(row?.['user_version'] ?? 0);
  for (const [index, step] of steps.entries()) {
    if (index < current) continue;
    connection.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}
