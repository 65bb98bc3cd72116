import { useState, type ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { Field } from '../ui/field.tsx';
import { isPin, LONGEST_PIN } from '../../src/shared/pin.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { ConfirmButton } from './confirm-button.tsx';
import type { BridgeAction } from '../ui/use-bridge-action.ts';

interface PinSettingsProps {
  readonly pin: Snapshot['pin'];
  readonly action: BridgeAction;
}

/** Sets the PIN of these settings, another one, or none. It is seen while it is typed, since nobody can look it up later. */
export function PinSettings({ pin, action }: PinSettingsProps): ReactNode {
  const i18n = useI18n();
  const [typed, setTyped] = useState('');
  return (
    <section className="pin-settings">
      <h2>{i18n.text('pin.section')}</h2>
      <p className="hint">
        {i18n.text(pin.isSet ? 'pin.is-set' : 'pin.is-not-set')} {i18n.text('security.lock-out')}
      </p>
      <form
        className="overlay-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPin(typed)) return;
          void action.run('set-pin', { pin: typed });
          setTyped('');
        }}
      >
        <Field
          label={i18n.text(pin.isSet ? 'pin.change' : 'pin.set')}
          hint={i18n.text('pin.rule')}
          inputMode="numeric"
          keyboard="number"
          maxLength={LONGEST_PIN}
          value={typed}
          error={null}
          onText={setTyped}
        />
        <button type="submit" className="button" disabled={!isPin(typed)}>
          {i18n.text('common.apply')}
        </button>
      </form>
      {pin.isSet && (
        <ConfirmButton
          label={i18n.text('pin.remove')}
          question={i18n.text('pin.remove.question')}
          explain={i18n.text('pin.skipped')}
          onConfirmed={() => void action.run('set-pin', { pin: null })}
        />
      )}
    </section>
  );
}
