import { settingsSchema } from '../../shared/settings-schema.ts';
import { createServedField, type ServedField, type ServedFieldDependencies } from './served-field.ts';

/** The line of text that the paired server says in the playlist's body, in the form of the setting `ticker`. */
export function createServedTicker(dependencies: ServedFieldDependencies): ServedField {
  return createServedField(
    {
      field: 'ticker',
      key: 'served-ticker',
      read: (written) => {
        const text = typeof written === 'string' ? written.trim() : written;
        const parsed = settingsSchema.shape.ticker.safeParse(text);
        if (!parsed.success) return { ok: false, problem: 'it is no line of text of at most 500 characters' };
        return { ok: true, kept: parsed.data === '' ? null : parsed.data };
      },
    },
    dependencies,
  );
}
