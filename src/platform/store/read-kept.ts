import type { z } from 'zod';
import type { KeyValueStore } from './key-value-store.ts';

/** What is kept as JSON under `name`, read by `schema`; null where there is nothing, or nothing that can be read. Never throws. */
export function readKept<Schema extends z.ZodType>(
  keyValues: Pick<KeyValueStore, 'get'>,
  name: string,
  schema: Schema,
): z.infer<Schema> | null {
  try {
    const text = keyValues.get(name);
    return text === null ? null : (schema.safeParse(JSON.parse(text)).data ?? null);
  } catch {
    return null;
  }
}
