import type { z } from 'zod';
import type { KeyValueStore } from './key-value-store.ts';

/**
 * What is kept as JSON under `name`, read by `schema`; null where there is nothing, or nothing that can be read. Never throws:
 * `onUnread` hears what the database or JSON says.
 */
export function readKept<Schema extends z.ZodType>(
  keyValues: Pick<KeyValueStore, 'get'>,
  name: string,
  schema: Schema,
  onUnread?: (thrown: unknown) => void,
): z.infer<Schema> | null {
  return readKeptText(() => keyValues.get(name), schema, onUnread);
}

/** The same of a text that is kept elsewhere. */
export function readKeptText<Schema extends z.ZodType>(
  read: () => string | null,
  schema: Schema,
  onUnread: (thrown: unknown) => void = () => undefined,
): z.infer<Schema> | null {
  try {
    const text = read();
    return text === null ? null : (schema.safeParse(JSON.parse(text)).data ?? null);
  } catch (thrown) {
    onUnread(thrown);
    return null;
  }
}
