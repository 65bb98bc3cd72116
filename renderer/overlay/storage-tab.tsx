import { useState, type ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { Field } from '../ui/field.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { Facts } from './facts.tsx';
import type { Asker } from './use-request.ts';

/** How much of the disk content takes, and how much it may. */
export function StorageTab({
  snapshot,
  asker,
}: {
  readonly snapshot: Snapshot;
  readonly asker: Asker;
}): ReactNode {
  const i18n = useI18n();
  const { cache, settings } = snapshot;
  const [limit, setLimit] = useState(String(settings.maxCacheSizeMb));
  return (
    <>
      <Facts
        rows={[
          [
            i18n.text('storage.used'),
            i18n.text('storage.used-of', { usedBytes: cache.usedBytes, limitBytes: cache.limitBytes }),
          ],
          [i18n.text('storage.folder'), snapshot.dataFolder],
        ]}
      />
      <meter
        className="cache-bar"
        aria-label={i18n.text('storage.used')}
        value={cache.usedBytes}
        max={Math.max(1, cache.limitBytes)}
      />
      <form
        className="overlay-form"
        onSubmit={(event) => {
          event.preventDefault();
          void asker.ask('change-setting', { name: 'maxCacheSizeMb', value: Number(limit) });
        }}
      >
        <Field
          label={i18n.text('storage.limit')}
          hint={i18n.text('storage.limit.hint')}
          inputMode="numeric"
          value={limit}
          error={null}
          onText={setLimit}
        />
        <button type="submit" className="button">
          {i18n.text('common.apply')}
        </button>
      </form>
    </>
  );
}
