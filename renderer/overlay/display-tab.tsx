import { useId, type CSSProperties, type ReactNode } from 'react';
import {
  fitChoices,
  orientationChoices,
  rotationChoices,
  transitionChoices,
  type SettingChange,
  type VisibleSettings,
} from '../../src/shared/settings-schema.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import { LanguageField } from '../ui/language-choice.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import type { BridgeAction } from '../ui/use-bridge-action.ts';

/** How content looks and sounds; every change applies at once. */
export function DisplayTab({
  settings,
  action,
}: {
  readonly settings: VisibleSettings;
  readonly action: BridgeAction;
}): ReactNode {
  const i18n = useI18n();
  const volumeId = useId();
  const change = (setting: SettingChange): void => {
    void action.run('change-setting', setting);
  };
  return (
    <div className="overlay-grid">
      <ChoiceField
        label={i18n.text('display.orientation')}
        choices={orientationChoices}
        chosen={settings.orientation}
        nameOf={(choice) => i18n.text(`display.orientation.${choice}`)}
        onChoice={(choice) => {
          change({ name: 'orientation', value: choice });
        }}
      />
      <ChoiceField
        label={i18n.text('display.rotation')}
        choices={rotationChoices}
        chosen={settings.rotation}
        nameOf={(choice) =>
          choice === 'auto'
            ? i18n.text('display.rotation.auto')
            : i18n.text('display.rotation.degrees', { degrees: choice })
        }
        onChoice={(choice) => {
          change({ name: 'rotation', value: choice });
        }}
      />
      <ChoiceField
        label={i18n.text('display.fit')}
        choices={fitChoices}
        chosen={settings.fit}
        nameOf={(choice) => i18n.text(`display.fit.${choice}`)}
        onChoice={(choice) => {
          change({ name: 'fit', value: choice });
        }}
      />
      <ChoiceField
        label={i18n.text('display.transition')}
        choices={transitionChoices}
        chosen={settings.transition}
        nameOf={(choice) => i18n.text(`display.transition.${choice}`)}
        onChoice={(choice) => {
          change({ name: 'transition', value: choice });
        }}
      />
      <div className="volume">
        <label htmlFor={volumeId}>
          {i18n.text('display.volume')}: {i18n.text('display.volume.value', { percent: settings.volume })}
        </label>
        <input
          id={volumeId}
          className="slider"
          type="range"
          min={0}
          max={100}
          step={5}
          value={settings.volume}
          style={{ '--share': `${settings.volume}%` } as CSSProperties}
          onChange={(event) => {
            change({ name: 'volume', value: Number(event.target.value) });
          }}
        />
      </div>
      <div className="is-wide">
        <LanguageField
          chosen={settings.language}
          onChoice={(choice) => {
            change({ name: 'language', value: choice });
          }}
        />
      </div>
    </div>
  );
}
