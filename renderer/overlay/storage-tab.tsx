import { useState, type ReactNode } from 'react';
import type { StorageUse } from '../../src/shared/bridge.ts';
import type { Snapshot } from '../../src/shared/status.ts';
import { Bar } from '../ui/bar.tsx';
import { Field } from '../ui/field.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { ActionRow } from './action-row.tsx';
import { Facts } from './facts.tsx';
import { LeftOut } from './left-out.tsx';
import { useAnswer } from './use-answer.ts';
import type { BridgeAction } from '../ui/use-bridge-action.ts';

/** Often enough for a bar that moves; the answer is read from memory. */
const READ_EVERY_MS = 1_000;

interface StorageTabProps {
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
}

/** How much of the disk content takes, how much it may, and what can be done about it. */
export function StorageTab({ snapshot, action }: StorageTabProps): ReactNode {
  const answer = useAnswer('read-storage', {}, READ_EVERY_MS);
  const use = answer?.ok === true ? answer.value : null;
  return (
    <>
      <CacheUse snapshot={snapshot} />
      <UsedFor use={use} />
      <LimitForm
        current={snapshot.settings.maxCacheSizeMb}
        roomBytes={roomOf(snapshot.cache)}
        action={action}
      />
      <LeftOut problems={snapshot.problems} />
      <CacheActions action={action} use={use} />
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
const presets = [5, 10, 20, 50] as const;

/** What content has and could still have of the disk; null: not known. */
function roomOf({ usedBytes, freeBytes }: Snapshot['cache']): number | null {
  return freeBytes === null ? null : usedBytes + freeBytes;
}

function LimitForm({
  current,
  roomBytes,
  action,
}: {
  readonly current: number;
  readonly roomBytes: number | null;
  readonly action: BridgeAction;
}): ReactNode {
  const i18n = useI18n();
  const shown = i18n.typed(current / GIGABYTE_IN_MEBIBYTES);
  const [limit, setLimit] = useState(shown);
  const change = (value: number): void => {
    void action.run('change-setting', { name: 'maxCacheSizeMb', value });
  };
  return (
    <form
      className="overlay-form"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = Math.round(Number(limit.replace(',', '.')) * GIGABYTE_IN_MEBIBYTES);
        change(limit === shown ? current : wanted);
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
      <div className="presets">
        {presets.map((gigabytes) => (
          <button
            key={gigabytes}
            type="button"
            className="button is-small"
            disabled={roomBytes !== null && gigabytes * 1e9 > roomBytes}
            onClick={() => {
              setLimit(i18n.typed(gigabytes));
              change(Math.round(gigabytes * GIGABYTE_IN_MEBIBYTES));
            }}
          >
            {i18n.gigabytes(gigabytes * 1e9)}
          </button>
        ))}
        {roomBytes !== null && (
          <p className="hint">{i18n.text('storage.limit.room', { roomStorage: roomBytes })}</p>
        )}
      </div>
    </form>
  );
}

/** What the bytes are for, in the order in which they give way. */
function UsedFor({ use }: { readonly use: StorageUse | null }): ReactNode {
  const i18n = useI18n();
  if (use === null) return null;
  return (
    <Facts
      rows={[
        [i18n.text('storage.for.needed'), i18n.gigabytes(use.neededBytes)],
        [i18n.text('storage.for.previous'), i18n.gigabytes(use.previousBytes)],
        [i18n.text('storage.for.other'), i18n.gigabytes(use.otherBytes)],
        [i18n.text('storage.for.unfinished'), i18n.gigabytes(use.unfinishedBytes)],
      ]}
    />
  );
}

function CacheActions({
  action,
  use,
}: {
  readonly action: BridgeAction;
  readonly use: StorageUse | null;
}): ReactNode {
  const i18n = useI18n();
  const verifying = use?.verifying ?? null;
  return (
    <div className="action-rows">
      <ActionRow
        explain={
          verifying === null
            ? i18n.text('storage.verify.explain')
            : i18n.text('storage.verifying', { filesDone: verifying.done, filesTotal: verifying.total })
        }
      >
        <button
          type="button"
          className="button"
          disabled={verifying !== null}
          onClick={() =>
            void action.run('verify-cache', {}, ({ checked, lost }, texts) =>
              texts.text('storage.verified', { checked, lost }),
            )
          }
        >
          {i18n.text('storage.verify')}
        </button>
        {verifying !== null && (
          <Bar
            role="progressbar"
            label={i18n.text('storage.verify')}
            value={verifying.done}
            max={verifying.total}
          />
        )}
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
            void action.run('clear-cache', {}, ({ freedBytes }, texts) =>
              texts.text('storage.cleared', { freedBytes }),
            )
          }
        />
      </ActionRow>
    </div>
  );
}
