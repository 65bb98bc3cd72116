import type { ReactNode } from 'react';
import { logLevels } from '../../src/shared/settings-schema.ts';
import type { VisibleSettings } from '../../src/shared/status.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { ChoiceField } from './choice-field.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import type { Asker } from './use-request.ts';

/** Ask for the playlist, keep awake, restart, quit. */
export function PowerTab({
  settings,
  asker,
}: {
  readonly settings: VisibleSettings;
  readonly asker: Asker;
}): ReactNode {
  const i18n = useI18n();
  return (
    <>
      <div>
        <button type="button" className="button" onClick={() => void asker.ask('sync-now', {})}>
          {i18n.text('power.sync')}
        </button>
        <p className="hint">{i18n.text('power.sync.explain')}</p>
      </div>
      <div>
        <label className="choice">
          <input
            type="checkbox"
            checked={settings.keepAwake}
            onChange={(event) => {
              void asker.ask('change-setting', { name: 'keepAwake', value: event.target.checked });
            }}
          />
          {i18n.text('power.keep-awake')}
        </label>
        <p className="hint">{i18n.text('power.keep-awake.explain')}</p>
      </div>
      <ChoiceField
        label={i18n.text('power.log-level')}
        choices={logLevels}
        chosen={settings.logLevel}
        nameOf={(choice) => i18n.text(`power.log-level.${choice}`)}
        onChoice={(choice) => void asker.ask('change-setting', { name: 'logLevel', value: choice })}
      />
      <div className="overlay-buttons">
        <ConfirmButton
          label={i18n.text('power.restart')}
          question={i18n.text('power.restart.question')}
          explain={i18n.text('power.restart.explain')}
          onConfirmed={() => void asker.ask('relaunch', {})}
        />
        <ConfirmButton
          label={i18n.text('power.quit')}
          question={i18n.text('power.quit.question')}
          explain={i18n.text('power.quit.explain')}
          onConfirmed={() => void asker.ask('quit', {})}
        />
      </div>
    </>
  );
}
