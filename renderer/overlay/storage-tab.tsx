import { useState, type ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { Bar } from '../ui/bar.tsx';
import { Field } from '../ui/field.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { ActionRow } from './action-row.tsx';
import type { BridgeAction } from '../ui/use-bridge-action.ts';

interface StorageTabProps {
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
}

/** How much of the disk content takes, how much it may, and what can be done about it. */
export function StorageTab({ snapshot, action }: StorageTabProps): ReactNode {
  return (
    <>
      <CacheUse snapshot={snapshot} />
      <LimitForm current={snapshot.settings.maxCacheSizeMb} action={action} />
      <CacheActions action={action} />
    </>
  );
}

/** The cache as a bar, with its numbers and its place. */
export function CacheUse({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const i18n = useI18n();
  const { usedBytes, limitBytes, freeBytes } = snapshot.cache;
  return (
    <section className="cache-use">
      <p>
        <strong>{i18n.text('storage.used')}</strong>
        <span>
          {i18n.text('storage.used-of', { usedStorage: usedBytes, limitStorage: limitBytes })}
          {freeBytes !== null && ` · ${i18n.text('storage.free', { freeStorage: freeBytes })}`}
        </span>
      </p>
      <Bar role="meter" label={i18n.text('storage.used')} value={usedBytes} max={limitBytes} />
      <p className="hint">
        {i18n.text('storage.folder')}: {snapshot.dataFolder}
      </p>
    </section>
  );
}

/** The setting counts in mebibytes; people, and the sides of boxes, in gigabytes. */
const GIGABYTE_IN_MEBIBYTES = 1e9 / 1_048_576;

function LimitForm({
  current,
  action,
}: {
  readonly current: number;
  readonly action: BridgeAction;
}): ReactNode {
  const i18n = useI18n();
  const shown = i18n.typed(current / GIGABYTE_IN_MEBIBYTES);
  const [limit, setLimit] = useState(shown);
  return (
    <form
      className="overlay-form"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = Math.round(Number(limit.replace(',', '.')) * GIGABYTE_IN_MEBIBYTES);
        void action.run('change-setting', {
          name: 'maxCacheSizeMb',
          value: limit === shown ? current : wanted,
        });
      }}
    >
      <Field
        label={i18n.text('storage.limit')}
        hint={i18n.text('storage.limit.hint')}
        inputMode="decimal"
        keyboard="decimal"
        value={limit}
        error={null}
        onText={setLimit}
      />
      <button type="submit" className="button">
        {i18n.text('common.apply')}
      </button>
    </form>
  );
}

function CacheActions({ action }: { readonly action: BridgeAction }): ReactNode {
  const i18n = useI18n();
  return (
    <div className="action-rows">
      <ActionRow explain={i18n.text('storage.verify.explain')}>
        <button
          type="button"
          className="button"
          onClick={() =>
            void action.run('verify-cache', {}, ({ checked, lost }) =>
              i18n.text('storage.verified', { checked, lost }),
            )
          }
        >
          {i18n.text('storage.verify')}
        </button>
      </ActionRow>
      <ActionRow explain={i18n.text('storage.retry.explain')}>
        <button type="button" className="button" onClick={() => void action.run('retry-items', {})}>
          {i18n.text('storage.retry')}
        </button>
      </ActionRow>
      <ActionRow explain={i18n.text('storage.clear.explain')}>
        <ConfirmButton
          label={i18n.text('storage.clear')}
          question={i18n.text('storage.clear.question')}
          explain={i18n.text('storage.clear.explain')}
          onConfirmed={() =>
            void action.run('clear-cache', {}, ({ freedBytes }) =>
              i18n.text('storage.cleared', { freedBytes }),
            )
          }
        />
      </ActionRow>
    </div>
  );
}
