import { z } from 'zod';

/** What an item is, after the rules of docs/server-contract.md (The playlist body). */
export const itemKinds = ['image', 'video', 'audio', 'pdf', 'web', 'stream'] as const;

/**
 * When an item may be shown, judged by the player's own clock and zone (docs/server-contract.md, dayparting). Every field
 * that is present must hold.
 */
export const daypartWindowSchema = z
  .object({
    /** First moment, ISO 8601; without an offset it is local time. */
    validFrom: z.string().exactOptional(),
    /** Last moment, likewise. */
    validUntil: z.string().exactOptional(),
    /** Days of the week, 0 is Sunday. */
    days: z.array(z.number().int().min(0).max(6)).readonly().exactOptional(),
    /** Time of day, `HH:MM` or `HH:MM:SS`, local. */
    startTime: z.string().exactOptional(),
    /** Time of day, likewise; before `startTime` it lies on the next day. */
    endTime: z.string().exactOptional(),
  })
  .readonly();
export type DaypartWindow = z.infer<typeof daypartWindowSchema>;

/** One item as the renderer plays it: everything is resolved, nothing needs the network (web pages excepted). */
const programItemSchema = z
  .object({
    /** Unique within its program and stable between revisions of it. */
    key: z.string(),
    /** The server's id of the item, or its place in the list. */
    id: z.string(),
    fileName: z.string(),
    kind: z.enum(itemKinds),
    /** `/media/{sha256}` on the player's own origin; for a web page or a stream, its address. */
    source: z.string(),
    /** The SHA-256 of the bytes in hex; null for a web page or a stream. */
    sha256: z.string().nullable(),
    mime: z.string().nullable(),
    /** How long to show it; null: what has a length of its own plays it once. */
    durationMs: z.number().positive().nullable(),
    muted: z.boolean(),
    window: daypartWindowSchema.nullable(),
    /** The longest time for which one picture of a video stands, in ms; null where nobody knows. */
    longestFrameMs: z.number().nonnegative().nullable().exactOptional(),
  })
  .readonly();
export type ProgramItem = z.infer<typeof programItemSchema>;

/** One item's place in the round of a group, whether or not this player has its file. */
const planSlotSchema = z
  .object({
    key: z.string(),
    /** Whole ms. */
    lengthMs: z.number().int().positive(),
    window: daypartWindowSchema.nullable(),
  })
  .readonly();
export type PlanSlot = z.infer<typeof planSlotSchema>;

/** Of a screen in a group: the round of the whole list, in its order. */
const programGroupSchema = z
  .object({
    slots: z.array(planSlotSchema).readonly(),
    /** The program takes over at the first boundary from then on, synchronised epoch ms; null: as soon as it is here. */
    fromMs: z.number().nullable(),
  })
  .readonly();
export type ProgramGroup = z.infer<typeof programGroupSchema>;

/** Where playback stands in a round of an order by chance (`playback/shuffle.ts`). */
export const shuffleTurnSchema = z
  .object({
    round: z.number().int().nonnegative(),
    /** The key of the last item that was taken from the round's order; null: none yet. */
    place: z.string().nullable(),
    /** The key of one that gave way to another, and is next. */
    owed: z.string().nullable(),
  })
  .readonly();
export type ShuffleTurn = z.infer<typeof shuffleTurnSchema>;

/**
 * What the renderer plays: the staged playlist's playable items in order. A program with another `id` or a higher
 * `revision` than the one that runs takes over at the next item boundary, which is made where waiting would show what was withdrawn; an empty one means the standby screen.
 */
export const programSchema = z
  .object({
    /** The hash of the normalised playlist (docs/server-contract.md, `playlist_version`). */
    id: z.string(),
    /** Counts up while the first playlist on an empty cache grows (ARCHITECTURE.md, *A playlist is a transaction*). */
    revision: z.number().int(),
    items: z.array(programItemSchema).readonly(),
    /** The key of the item to begin with; null: the first. */
    resumeAt: z.string().nullable(),
    /** Absent: the screen is in no group. */
    group: programGroupSchema.exactOptional(),
    /** What is heard beside the items, one after the other and again. */
    music: z.array(programItemSchema).readonly().exactOptional(),
    /** What plays while none of the items can: the first of these lists of which something can. */
    standIns: z.array(z.array(programItemSchema).readonly()).readonly().exactOptional(),
    /** Absent: in the order of the list. `turn` belongs to `resumeAt`; null: nothing was shown yet. */
    shuffle: z
      .object({ seed: z.number().int(), turn: shuffleTurnSchema.nullable() })
      .readonly()
      .exactOptional(),
  })
  .readonly();
export type Program = z.infer<typeof programSchema>;
