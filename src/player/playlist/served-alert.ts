import { readAlert } from '../../shared/alert.ts';
import { createServedField, type ServedField, type ServedFieldDependencies } from './served-field.ts';

/** The alert that the paired server says in the playlist's body, as {@link parseKeptAlert} reads it. */
export function createServedAlert(dependencies: ServedFieldDependencies): ServedField {
  return createServedField(
    {
      field: 'alert',
      key: 'served-alert',
      read: (written) => {
        const read = readAlert(parsed(written));
        if (!read.ok) return read;
        if (read.alert === null) return { ok: true, kept: null };
        const { text, level, untilMs } = read.alert;
        const until = untilMs === null ? {} : { until: new Date(untilMs).toISOString() };
        return { ok: true, kept: JSON.stringify({ text, level, ...until }) };
      },
    },
    dependencies,
  );
}

/** The alert behind what is kept. */
export function parseKeptAlert(kept: string | null): unknown {
  return kept === null ? null : parsed(kept);
}

/** What is kept is an object as text; what comes is an object, or a plain text. */
function parsed(written: unknown): unknown {
  if (typeof written !== 'string' || !written.startsWith('{')) return written;
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}
