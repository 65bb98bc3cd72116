import { readScreenHours, writeScreenHours } from '../../shared/screen-hours.ts';
import { createServedField, type ServedField, type ServedFieldDependencies } from './served-field.ts';

/** The screen hours that the paired server says in the playlist's body, as `writeScreenHours` writes them. */
export function createServedHours(dependencies: ServedFieldDependencies): ServedField {
  return createServedField(
    {
      field: 'screen_hours',
      key: 'served-screen-hours',
      read: (written) => {
        const read = readScreenHours(written);
        return read.ok ? { ok: true, kept: writeScreenHours(read.hours) } : read;
      },
    },
    dependencies,
  );
}
