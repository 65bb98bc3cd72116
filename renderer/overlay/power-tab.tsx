import type { ReactNode } from 'react';
import type { AwakeReport, Snapshot } from '../../src/shared/status.ts';
import type { I18n } from '../ui/i18n.ts';
import { Tick } from '../ui/tick.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { ActionRow } from './action-row.tsx';
import { PinSettings } from './pin-settings.tsx';
import type { BridgeAction } from '../ui/use-bridge-action.ts';

/** Ask for the playlist, keep awake, restart, quit; and who may come here. */
export function PowerTab({
  snapshot,
  action,
}: {
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
}): ReactNode {
  const i18n = useI18n();
  return (
    <>
      <div className="action-rows">
        <ActionRow explain={i18n.text('power.sync.explain')}>
          <button type="button" className="button" onClick={() => void action.run('sync-now', {})}>
            {i18n.text('power.sync')}
          </button>
        </ActionRow>
        <ActionRow explain={awakeText(i18n, snapshot.awake)} isWrong={isHeldByNothing(snapshot.awake)}>
          <Tick
            role="switch"
            label={i18n.text('power.keep-awake')}
            checked={snapshot.settings.keepAwake}
            onChecked={(value) => void action.run('change-setting', { name: 'keepAwake', value })}
          />
        </ActionRow>
        {snapshot.autostart !== null && (
          <ActionRow explain={i18n.text('power.autostart.explain')}>
            <Tick
              role="switch"
              label={i18n.text('power.autostart')}
              checked={snapshot.autostart}
              onChecked={(on) => void action.run('set-autostart', { on })}
            />
          </ActionRow>
        )}
        <ActionRow explain={i18n.text('power.restart.explain')}>
          <ConfirmButton
            label={i18n.text('power.restart')}
            question={i18n.text('power.restart.question')}
            explain={i18n.text('power.restart.explain')}
            onConfirmed={() => void action.run('relaunch', {})}
          />
        </ActionRow>
        <ActionRow explain={i18n.text('power.quit.explain')}>
          <ConfirmButton
            label={i18n.text('power.quit')}
            question={i18n.text('power.quit.question')}
            explain={i18n.text('power.quit.explain')}
            onConfirmed={() => void action.run('quit', {})}
          />
        </ActionRow>
      </div>
      <PinSettings pin={snapshot.pin} action={action} />
    </>
  );
}

/** What the switch does, and what came of it on this machine. */
function awakeText(i18n: I18n, awake: AwakeReport | null): string {
  const explain = i18n.text('power.keep-awake.explain');
  if (awake?.wanted !== true) return explain;
  if (isHeldByNothing(awake)) return i18n.text('power.keep-awake.none');
  const held = i18n.text('power.keep-awake.held', { means: awake.heldBy.join(', ') });
  if (awake.failed.length === 0) return held;
  return `${held} ${i18n.text('power.keep-awake.failed', { means: awake.failed.join(', ') })}`;
}

function isHeldByNothing(awake: AwakeReport | null): boolean {
  return awake?.wanted === true && awake.heldBy.length === 0;
}
