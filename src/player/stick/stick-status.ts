import { z } from 'zod';
import { failureCodesByStage } from '../../shared/failure-codes.ts';
import type { StickStatus } from '../../shared/status.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { readKept } from '../../platform/store/read-kept.ts';

const LAST_STICK = 'last-stick';

const statusSchema = z.object({
  at: z.iso.datetime(),
  outcome: z.enum(['plays', 'server', 'refused']),
  failure: z
    .object({
      code: z.enum(failureCodesByStage.stick),
      message: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    })
    .nullable(),
});

/** What came of the last stick that concerned this screen, as an earlier run kept it; null: none ever did. */
export function readLastStick(keyValues: Pick<KeyValueStore, 'get'>): StickStatus | null {
  const kept = readKept(keyValues, LAST_STICK, statusSchema);
  if (kept === null) return null;
  const { failure, ...rest } = kept;
  if (failure === null) return { ...rest, failure };
  const { params, ...told } = failure;
  return { ...rest, failure: params === undefined ? told : { ...told, params } };
}

/** Keeps what came of a stick. Throws what the database throws. */
export function keepLastStick(keyValues: Pick<KeyValueStore, 'set'>, status: StickStatus): void {
  keyValues.set(LAST_STICK, JSON.stringify(status), 'lazily');
}
