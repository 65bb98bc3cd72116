import { z } from 'zod';

/** A PIN of the settings: digits, so that a pad of ten keys is enough. */
export const LONGEST_PIN = 12;
export const pinSchema = z.string().regex(/^\d{4,12}$/);

/** Whether a text may be a PIN. */
export function isPin(text: string): boolean {
  return pinSchema.safeParse(text).success;
}
