import { z } from 'zod';
import type { PlayerIdentity } from './server-client.types.ts';

/** What the server's answers must hold (docs/server-contract.md, Endpoints). Unknown fields are ignored; none of these ever throws. */

const identifierSchema = z.union([z.string().min(1).max(255), z.number().int()]).transform(String);
const optionalIdentifier = identifierSchema.nullish().catch(null);

/** Goes into a header later, so it must be visible ASCII. */
const authCodeSchema = z.string().regex(/^[\x21-\x7e]{1,1024}$/);

const orientationSchema = z
  .string()
  .transform((written) => written.trim().toLowerCase())
  .pipe(z.enum(['landscape', 'portrait']))
  .nullish()
  .catch(null);

export const healthSchema = z.looseObject({
  version: identifierSchema.nullish().catch(null),
  capabilities: z.array(z.string().max(64)).max(32).nullish().catch(null),
});

export const feedbackSchema = z.looseObject({ success: z.boolean().optional().catch(undefined) });

export const certificateSchema = z.object({ certificate: z.string().min(1).max(65_536) });

const identitySchema = z
  .object({
    player_id: identifierSchema,
    player_name: z.string().max(1024).nullish().catch(null),
    hostname: z.string().max(255).nullish().catch(null),
    group_id: optionalIdentifier,
    playlist_id: optionalIdentifier,
    orientation: orientationSchema,
  })
  .transform((wire): PlayerIdentity => ({
    playerId: wire.player_id,
    playerName: wire.player_name ?? '',
    hostname: wire.hostname ?? '',
    groupId: wire.group_id ?? wire.playlist_id ?? null,
    orientation: wire.orientation ?? null,
  }));

/** A refusal under status 200 counts as one. */
export const signInSchema = z.union([
  z.object({ success: z.literal(false) }).transform(() => null),
  z.intersection(
    identitySchema,
    z.object({ auth_code: authCodeSchema }).transform(({ auth_code }) => ({ authCode: auth_code })),
  ),
]);

export const verifySchema = z.union([
  z.object({ valid: z.literal(false) }).transform(() => null),
  z
    .object({ valid: z.literal(true) })
    .transform(() => ({}))
    .and(identitySchema),
]);
