import { z } from 'zod';
import { readBounded } from '../../platform/files/read-bounded.ts';
import { exceedsJsonBounds } from '../../shared/json-bounds.ts';

/** A status is a few kilobytes; what is larger was not written by a player. */
const MOST_BYTES = 1_048_576;

const moment = z.string().nullable().default(null);
const count = z.number().default(0);

/** What of `status.json` people are told; an older player wrote less of it, a newer one more. */
const statusSchema = z.looseObject({
  state: z.string(),
  connection: z.string(),
  trust: z.string(),
  certificate: z.looseObject({ valid_until: z.string(), days_left: z.number() }).nullable().default(null),
  player: z.looseObject({
    id: z.string().nullable(),
    name: z.string().nullable(),
    hostname: z.string(),
    orientation: z.string(),
  }),
  playlist: z.looseObject({
    version: z.string().nullable(),
    items: z.number(),
    offered: z.string().nullable(),
    staged: z.string().nullable(),
  }),
  progress: z.looseObject({ files_done: count, files_total: count }).nullable().default(null),
  current: z.looseObject({ file_name: z.string(), since: z.string(), until: moment }).nullable(),
  transitions: z.looseObject({ late_max_ms: count, dropped_frames: count }).nullable().default(null),
  recoveries: z.looseObject({ screen: count, relaunches: count, safe_mode: z.boolean().default(false) }),
  last_recovery: z.looseObject({ at: z.string(), message: z.string() }).nullable().default(null),
  started: z
    .looseObject({ at: z.string(), reason: z.string().nullable(), cause: z.string().nullable() })
    .nullable()
    .default(null),
  problems: z.array(z.looseObject({ code: z.string(), message: z.string() })).default([]),
  awake: z
    .looseObject({ wanted: z.boolean(), held_by: z.array(z.string()) })
    .nullable()
    .default(null),
  cache: z.looseObject({
    used_bytes: z.number(),
    limit_bytes: z.number(),
    free_bytes: z.number().nullable().default(null),
  }),
  panel: z
    .looseObject({
      ...{ state: z.string(), reason: z.string(), until: moment, hours: moment },
      ...{ means: moment, detail: moment, at: moment },
      asked: z.enum(['on', 'off']).nullable().default(null),
      verified: z.enum(['yes', 'no', 'unknown']).nullable().default(null),
    })
    .nullable()
    .default(null),
  update: z
    .looseObject({
      ...{ previous: moment, staged: moment, failure: moment },
      ...{ result: moment, result_version: moment },
    })
    .nullable()
    .default(null),
  group_clock: z
    .looseObject({
      group: z.string(),
      source: z.enum(['ntp', 'server', 'machine']),
      error_ms: z.number().nullable(),
      age_s: z.number().nullable(),
    })
    .nullable()
    .default(null),
  stick: z
    .looseObject({
      at: z.string(),
      outcome: z.enum(['reading', 'plays', 'server', 'refused']),
      failure: moment,
      message: moment,
    })
    .nullable()
    .default(null)
    .catch(null),
  last_contact: moment,
  outbox: z.looseObject({ pending: z.number(), oldest: z.string().nullable() }),
  app_version: z.string(),
  shell: z.string(),
  pid: z.number().int().positive(),
  written_at: moment,
  beat_seconds: z.number().positive().default(60),
});

/** What `status.json` says, and all that it holds beside. */
export type StatusReading = z.infer<typeof statusSchema>;

/** Reads the status file at `path`; null where there is none, or none that a player wrote. Changes nothing. */
export function peekStatusFile(path: string): StatusReading | null {
  try {
    const read = readBounded(path, { mostBytes: MOST_BYTES, followsLinks: true });
    const text = read.kind === 'bytes' ? read.bytes.toString('utf8') : '';
    if (exceedsJsonBounds(text)) return null;
    const parsed = statusSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
