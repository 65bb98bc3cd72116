import type { ReactNode } from 'react';
import type { SettingTrial } from '../../src/shared/status.ts';
import type { BridgeAction } from '../ui/use-bridge-action.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { useSecondsLeft } from '../ui/use-seconds-left.ts';

/** A look that nobody has kept yet: how long it still holds, and the two ways out of it. */
export function TrialBar({
  trial,
  action,
}: {
  readonly trial: SettingTrial;
  readonly action: BridgeAction;
}): ReactNode {
  const i18n = useI18n();
  const seconds = useSecondsLeft(trial.until);
  return (
    <div className="trial" role="group" aria-label={i18n.text('display.trial')}>
      <p aria-live="polite">{i18n.text('display.trial')}</p>
      <p role="timer" className="quiet">
        {i18n.text('display.trial.left', { seconds })}
      </p>
      <div className="overlay-buttons">
        <button
          type="button"
          className="button is-main"
          onClick={() => void action.run('keep-settings', {}, (_, texts) => texts.text('display.kept'))}
        >
          {i18n.text('display.keep')}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => void action.run('undo-settings', {}, (_, texts) => texts.text('display.undone'))}
        >
          {i18n.text('display.undo')}
        </button>
      </div>
    </div>
  );
}
