import { z } from 'zod';
import { daypartWindowSchema, itemKinds } from '../../shared/program.ts';

/** One item after the table of docs/server-contract.md was applied, as it is hashed and kept in player.db. */
const playlistItemSchema = z.object({
  /** Unique in its playlist and stable while the server keeps the item's id. */
  key: z.string(),
  /** The server's id, or the item's place in the list. */
  id: z.string(),
  fileName: z.string(),
  /** Null: known only once the bytes are here. */
  kind: z.enum(itemKinds).nullable(),
  url: z.string(),
  /** Null: a video's own length, ten seconds for anything else. */
  durationMs: z.number().nullable(),
  muted: z.boolean(),
  size: z.number().nullable(),
  sha256: z.string().nullable(),
  window: daypartWindowSchema.nullable(),
  /** It is none of the list, but stands in for it while nothing of it can play. */
  isDefault: z.literal(true).exactOptional(),
});

export type PlaylistItem = z.infer<typeof playlistItemSchema>;

export const playlistItemsSchema = z.array(playlistItemSchema);
