import type { ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { Tick } from '../ui/tick.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { Deed } from './deed.tsx';
import { PinSettings } from './pin-settings.tsx';
import type { Asker } from './use-request.ts';

/** Ask for the playlist, keep awake, restart, quit; and who may come here. */
export function PowerTab({
  snapshot,
  asker,
}: {
  readonly snapshot: Snapshot;
  readonly asker: Asker;
}): ReactNode {
  const i18n = useI18n();
  return (
    <>
      <div className="deeds">
        <Deed explain={i18n.text('power.sync.explain')}>
          <button type="button" className="button" onClick={() => void asker.ask('sync-now', {})}>
            {i18n.text('power.sync')}
          </button>
        </Deed>
        <Deed explain={i18n.text('power.keep-awake.explain')}>
          <Tick
            role="switch"
            label={i18n.text('power.keep-awake')}
            checked={snapshot.settings.keepAwake}
            onChecked={(value) => void asker.ask('change-setting', { name: 'keepAwake', value })}
          />
        </Deed>
        <Deed explain={i18n.text('power.restart.explain')}>
          <ConfirmButton
            label={i18n.text('power.restart')}
            question={i18n.text('power.restart.question')}
            explain={i18n.text('power.restart.explain')}
            onConfirmed={() => void asker.ask('relaunch', {})}
          />
        </Deed>
        <Deed explain={i18n.text('power.quit.explain')}>
          <ConfirmButton
            label={i18n.text('power.quit')}
            question={i18n.text('power.quit.question')}
            explain={i18n.text('power.quit.explain')}
            onConfirmed={() => void asker.ask('quit', {})}
          />
        </Deed>
      </div>
      <PinSettings pin={snapshot.pin} asker={asker} />
    </>
  );
}
