import { z } from 'zod';
import { eventNames, type BridgeEvents, type EventName } from '../../src/shared/bridge.ts';
import { programSchema, type Program } from '../../src/shared/program.ts';
import type { Result } from '../../src/shared/result.ts';
import { visibleSettingsSchema } from '../../src/shared/settings-schema.ts';
import type { Snapshot } from '../../src/shared/status.ts';

/**
 * The frames of the bridge's WebSocket, JSON text in both directions:
 * `{id, name, input}` asks, `{id, result}` answers it once, `{event, payload}` tells.
 */

const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

const resultSchema = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: failureSchema }),
]);

const answerSchema = z.object({ id: z.number().int(), result: resultSchema });
const eventSchema = z.object({ event: z.enum(eventNames), payload: z.unknown() });
const frameSchema = z.union([answerSchema, eventSchema]);

/** The parts of a snapshot without which nothing can be drawn; the rest comes from the same build and is passed on. */
const snapshotSchema = z.looseObject({
  state: z.enum(['unpaired', 'syncing', 'playing', 'standby', 'off']),
  connection: z.enum(['online', 'offline', 'unauthorized', 'untrusted']),
  trust: z.looseObject({ mode: z.string() }),
  player: z.looseObject({ hostname: z.string(), orientation: z.enum(['landscape', 'portrait']) }),
  settings: z.looseObject(visibleSettingsSchema.shape),
  panel: z.looseObject({ state: z.enum(['on', 'off']) }),
  problems: z.array(z.unknown()),
  locale: z.string(),
});

const pairingStepSchema = z.object({
  step: z.enum(['reach', 'trust', 'sign-in', 'playlist', 'download', 'play']),
  progress: z
    .object({
      filesDone: z.number(),
      filesTotal: z.number(),
      bytesDone: z.number(),
      bytesTotal: z.number().nullable(),
      bytesPerSecond: z.number(),
      secondsLeft: z.number().nullable(),
    })
    .nullable(),
  failure: failureSchema.optional(),
});

/** What a frame from the main process says. */
export type Frame =
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'event'; readonly name: EventName; readonly payload: unknown };

/** Reads one frame; null when it is none. */
export function readFrame(text: unknown): Frame | null {
  const parsed = frameSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const frame = parsed.data;
  if ('event' in frame) return { kind: 'event', name: frame.event, payload: frame.payload };
  return { kind: 'answer', id: frame.id, result: frame.result as Result<unknown> };
}

/** Parses the payload of an event; null when it is not what the contract says (a `program` of null is wrapped as well). */
export function readPayload<Name extends EventName>(
  name: Name,
  payload: unknown,
): { readonly payload: BridgeEvents[Name] } | null {
  const parsed = payloadSchemas[name].safeParse(payload);
  return parsed.success ? { payload: parsed.data as BridgeEvents[Name] } : null;
}

/** Parses what `hello` answers; null when it is not what the contract says. */
export function readHello(value: unknown): { snapshot: Snapshot; program: Program | null } | null {
  const parsed = helloSchema.safeParse(value);
  return parsed.success ? (parsed.data as unknown as { snapshot: Snapshot; program: Program | null }) : null;
}

const payloadSchemas = {
  snapshot: snapshotSchema,
  program: programSchema.nullable(),
  'graphics-lost': z.null(),
  'pairing-step': pairingStepSchema,
  'screen-picture-wanted': z.null(),
} as const satisfies Record<EventName, z.ZodType>;

const helloSchema = z.object({ snapshot: snapshotSchema, program: programSchema.nullable() });

function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
