import { z } from 'zod';

/** How grave an alert is; it decides the colour, and whether a panel that is off comes on. */
const alertLevels = ['info', 'warning', 'emergency'] as const;

/** A text that is shown over everything for a while. */
export interface Alert {
  /** Plain text of one or several lines, never empty. */
  readonly text: string;
  readonly level: (typeof alertLevels)[number];
  /** When it ends, epoch ms; null: it says none. */
  readonly untilMs: number | null;
}

/** An alert, none, or in a few words why what was written is neither. */
export type AlertRead =
  { readonly ok: true; readonly alert: Alert | null } | { readonly ok: false; readonly problem: string };

/** The longest text that is shown whole, in characters. */
export const LONGEST_ALERT = 500;
const MOST_LINES = 12;
/** Far more than is shown, and little enough to be looked through. */
const LONGEST_WRITTEN = 8_192;

const writtenSchema = z.union([
  z.string().transform((text) => ({ text, level: undefined, until: undefined })),
  z.looseObject({
    text: z.string(),
    level: z.enum(alertLevels).nullish(),
    until: z.iso.datetime({ local: true, offset: true }).nullish(),
  }),
]);

/**
 * Reads an alert: a text, or `{text, level?, until?}` with a moment in ISO 8601, local where it has no offset. Nothing, and a text of
 * blanks, is no alert. What is longer than {@link LONGEST_ALERT} is cut. Never throws.
 */
export function readAlert(written: unknown): AlertRead {
  if (written === undefined || written === null) return { ok: true, alert: null };
  const parsed = writtenSchema.safeParse(written);
  if (!parsed.success)
    return { ok: false, problem: 'it is no text, and no object with text, level and until' };
  const { text: raw, level, until } = parsed.data;
  if (raw.length > LONGEST_WRITTEN) return { ok: false, problem: 'it is far too long' };
  const text = plainText(raw);
  if (text === null) return { ok: false, problem: 'it holds characters that are no text' };
  const untilMs = typeof until === 'string' ? Date.parse(until) : null;
  return { ok: true, alert: text === '' ? null : { text, level: level ?? 'warning', untilMs } };
}

/** What is written, without what only steers how it would be drawn; null: it is no text at all. */
function plainText(raw: string): string | null {
  const lines = raw.toWellFormed().replace(/\r\n?|[\u2028\u2029\f\v]/g, '\n');
  if (/[^\P{Cc}\n\t]|\uFFFD/u.test(lines)) return null;
  const text = lines
    .replace(/[\t\u00a0]/g, ' ')
    .replace(/[\p{Bidi_Control}\u200b\u2060\ufeff]/gu, '')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const characters = Array.from(text.split('\n').slice(0, MOST_LINES).join('\n'));
  if (characters.length <= LONGEST_ALERT) return characters.join('');
  return `${characters
    .slice(0, LONGEST_ALERT - 1)
    .join('')
    .trimEnd()}…`;
}
