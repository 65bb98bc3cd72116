import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** One look at everything that a player holds. */
const lookSchema = z.object({
  /** Since the soak began, over all slices. */
  showings: z.number().int(),
  /** Since its slice began. */
  seconds: z.number(),
  values: z.record(z.string(), z.number()),
});
export type SoakLook = z.infer<typeof lookSchema>;

const sliceSchema = z.object({
  beganAt: z.string(),
  /** How many showings there were before it. */
  from: z.number().int(),
  looks: z.array(lookSchema),
  /** What went wrong in it, in words; the soak goes on with the next. */
  ended: z.string().nullable(),
});
export type SoakSlice = z.infer<typeof sliceSchema>;

/** Of the simulator; dates as JSON writes them. */
const certificateSchema = z.object({
  ...{ commonName: z.string(), keyType: z.literal('rsa'), serialNumber: z.string() },
  ...{ certificatePem: z.string(), privateKeyPem: z.string(), chainPem: z.string() },
  ...{ fingerprint256: z.string(), publicKeyFingerprint256: z.string() },
  ...{ notBefore: z.coerce.date(), notAfter: z.coerce.date() },
});

const stateSchema = z.object({
  version: z.literal(1),
  dwellSeconds: z.number(),
  /** Flags for V8 in player and page, with a blank between them. */
  v8: z.string().default(''),
  /** Of the simulated server and of the pages, so that a slice continues with the server it is paired with. */
  ports: z.object({ server: z.number().int(), pages: z.number().int() }),
  certificate: certificateSchema,
  /** The last proof of play that was there before the soak. */
  seededTo: z.number().int(),
  slices: z.array(sliceSchema),
});
/** What is kept of a soak between its slices. */
export type SoakState = z.infer<typeof stateSchema>;

/** Null: there is none in `file`. Throws for a file that is something else. */
export function readSoakState(file: string): SoakState | null {
  if (!existsSync(file)) return null;
  return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** A slice that is killed leaves the state of its last look. */
export function writeSoakState(file: string, state: SoakState): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

/** How many showings and seconds the slices before and this one have in all. */
export function soFar({ slices }: SoakState): { readonly showings: number; readonly seconds: number } {
  const last = slices.at(-1);
  return {
    showings: last?.looks.at(-1)?.showings ?? last?.from ?? 0,
    seconds: slices.reduce((sum, { looks }) => sum + (looks.at(-1)?.seconds ?? 0), 0),
  };
}
