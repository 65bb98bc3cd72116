import type { ReactNode } from 'react';
import type { Snapshot, UpdateStatus } from '../../src/shared/status.ts';
import type { I18n } from '../ui/i18n.ts';
import type { BridgeAction } from '../ui/use-bridge-action.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { ActionRow } from './action-row.tsx';
import { Section } from './section.tsx';

interface UpdatesSectionProps {
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
}

/** Which version this is, what waits, how the last update went, and the way to ask for one now. */
export function UpdatesSection({ snapshot, action }: UpdatesSectionProps): ReactNode {
  const i18n = useI18n();
  const { update, appVersion } = snapshot;
  const isBusy = update.phase !== 'idle';
  return (
    <Section title={i18n.text('power.section.update')}>
      <ActionRow
        explain={aboutNow(i18n, appVersion, update)}
        isWrong={update.result !== null && update.result.rolledBackFor !== null}
      >
        <button
          type="button"
          className="button"
          disabled={isBusy}
          onClick={() =>
            void action.run('look-for-update', {}, ({ version }, spoken) =>
              version === null
                ? spoken.text('power.update.newest')
                : spoken.text('power.update.found', { version }),
            )
          }
        >
          {i18n.text('power.update.look')}
        </button>
      </ActionRow>
      <ActionRow explain={i18n.text('power.update.install.explain')}>
        <button
          type="button"
          className="button"
          disabled={isBusy}
          onClick={() => void action.run('install-update', {})}
        >
          {i18n.text('power.update.install')}
        </button>
      </ActionRow>
    </Section>
  );
}

function aboutNow(
  i18n: I18n,
  version: string,
  { phase, previous, staged, result, failure }: UpdateStatus,
): string {
  if (phase === 'looking') return i18n.text('power.update.looking');
  if (phase === 'fetching') return i18n.text('power.update.fetching');
  return [
    i18n.text('power.update.version', { version }),
    previous === null ? null : i18n.text('power.update.previous', { version: previous }),
    staged === null ? null : i18n.text('power.update.staged', { version: staged }),
    result === null ? null : aboutResult(i18n, result),
    failure === null ? null : i18n.failure(failure),
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}

function aboutResult(
  i18n: I18n,
  { version, rolledBackFor, at }: NonNullable<UpdateStatus['result']>,
): string {
  const values = { version, moment: i18n.date(at) };
  switch (rolledBackFor) {
    case null:
      return i18n.text('power.update.installed', values);
    case 'crashed':
      return i18n.text('power.update.rolled-back.crashed', values);
    case 'silent':
      return i18n.text('power.update.rolled-back.silent', values);
  }
}
