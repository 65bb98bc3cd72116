import { LONGEST_PIN } from '../../src/shared/pin.ts';
import type { ReactNode } from 'react';
import { Field } from '../ui/field.tsx';
import { Tick } from '../ui/tick.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import type { Pairing } from './use-pairing.ts';

/** Whether the settings get a PIN, and which. */
export function PinChoice({ pairing }: { readonly pairing: Pairing }): ReactNode {
  const i18n = useI18n();
  const { form, problem, change } = pairing;
  return (
    <div className="pin-choice">
      <Tick
        label={i18n.text('pin.wanted')}
        checked={form.wantsPin}
        onChecked={(wantsPin) => {
          change({ wantsPin });
        }}
      />
      {form.wantsPin ? (
        <Field
          label={i18n.text('pin.new')}
          data-field="pin"
          hint={i18n.text('pin.rule')}
          inputMode="numeric"
          keyboard="number"
          maxLength={LONGEST_PIN}
          autoFocus
          value={form.pin}
          error={problem?.field === 'pin' ? i18n.failure(problem.failure) : null}
          onText={(pin) => {
            change({ pin });
          }}
        />
      ) : (
        <p className="hint">{i18n.text('pin.skipped')}</p>
      )}
    </div>
  );
}
