import { z } from 'zod';
import type { FaultOptions } from './types.ts';

/** The bodies that the control port takes, each turned into what `Simulator` takes. */

const playerFields = {
  name: z.exactOptional(z.string()),
  code: z.exactOptional(z.string()),
  password: z.exactOptional(z.string()),
  orientation: z.exactOptional(z.string()),
  group: z.exactOptional(z.number().nullable()),
};

export const playerSchema = z.strictObject({ hostname: z.string().min(1), ...playerFields });

export const playerChangesSchema = z.strictObject(playerFields);

export const playlistSchema = z.strictObject({
  items: z.array(z.record(z.string(), z.unknown())),
  version: z.union([z.number(), z.string(), z.null()]).optional(),
});

export const certificateSchema = z
  .strictObject({
    commonName: z.exactOptional(z.string()),
    subjectAlternativeNames: z.exactOptional(z.array(z.string())),
    keyType: z.exactOptional(z.enum(['rsa', 'ecdsa', 'ed25519'])),
    notBefore: z.exactOptional(z.coerce.date()),
    notAfter: z.exactOptional(z.coerce.date()),
    /** Issue it anew over the live certificate's key. */
    sameKey: z.boolean().default(false),
    keepConnections: z.boolean().default(false),
  })
  .transform(({ sameKey, keepConnections, ...options }) => ({ sameKey, keepConnections, options }));

/** `certificate`: a PEM or any text; null for 404; left out to follow the live certificate again. */
export const announcementSchema = z.strictObject({ certificate: z.string().nullable().optional() });

const faultKinds = [
  'latency',
  'status',
  'reset',
  'truncate',
  'wrong-length',
  'garbage-json',
  'corrupt',
  'never-end',
  'redirect',
] as const;

/** `match.pattern` is a regular expression in place of `match.path`; the rest is as in `FaultOptions`. */
export const faultSchema = z
  .looseObject({
    kind: z.enum(faultKinds),
    match: z.strictObject({
      method: z.exactOptional(z.string()),
      path: z.string().optional(),
      pattern: z.string().optional(),
    }),
    times: z.number().int().positive().optional(),
  })
  .transform(({ match: { path, pattern, ...match }, ...effect }) => {
    // The fields of each kind are the caller's business: the port is for tests, on loopback.
    return {
      ...effect,
      match: { ...match, path: path ?? new RegExp(pattern ?? '') },
    } as unknown as FaultOptions;
  });

export const throttleSchema = z.strictObject({ bytesPerSecond: z.number().positive().nullable() });
export const clockSchema = z.strictObject({ milliseconds: z.number() });
