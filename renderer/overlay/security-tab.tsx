import type { ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import type { BridgeAction } from '../ui/use-bridge-action.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { withChosen } from './with-chosen.ts';
import { PinSettings } from './pin-settings.tsx';
import { Section } from './section.tsx';

const NO_KEY = '';
const keys = [NO_KEY, 'd', 'k', 'p', '9'] as const;
const waits = ['30', '60', '120', '300', '600'] as const;

/** Who may come into these settings, how, and for how long. */
export function SecurityTab({
  snapshot,
  action,
}: {
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
}): ReactNode {
  const i18n = useI18n();
  const { overlayCloseSeconds, overlayKey } = snapshot.settings;
  return (
    <>
      <PinSettings pin={snapshot.pin} action={action} />
      <Section title={i18n.text('security.section.way-in')}>
        <div className="overlay-grid">
          <div>
            <ChoiceField
              label={i18n.text('security.close')}
              choices={withChosen(waits, String(overlayCloseSeconds))}
              chosen={String(overlayCloseSeconds)}
              nameOf={(choice) => i18n.duration(Number(choice))}
              onChoice={(choice) =>
                void action.run('change-setting', { name: 'overlayCloseSeconds', value: Number(choice) })
              }
            />
            <p className="hint">{i18n.text('security.close.explain')}</p>
          </div>
          <div>
            <ChoiceField
              label={i18n.text('security.key')}
              choices={withChosen(keys, overlayKey)}
              chosen={overlayKey}
              nameOf={(choice) => (choice === NO_KEY ? i18n.text('common.none') : choice.toUpperCase())}
              onChoice={(value) => void action.run('change-setting', { name: 'overlayKey', value })}
            />
            <p className="hint">{i18n.text('security.key.explain')}</p>
          </div>
        </div>
      </Section>
    </>
  );
}
