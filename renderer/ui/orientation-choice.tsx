import type { ReactNode } from 'react';
import { orientationChoices } from '../../src/shared/settings-schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { useI18n } from './use-i18n.ts';
import { useSetting } from './use-setting.ts';

const icons = { auto: 'turn', landscape: 'landscape', portrait: 'portrait' } as const;

/** How the picture stands. The screen itself is the preview: it turns at once. */
export function OrientationChoice(): ReactNode {
  const i18n = useI18n();
  const [orientation = 'auto', change] = useSetting('orientation');
  return (
    <ChoiceField
      label={i18n.text('display.orientation')}
      choices={orientationChoices}
      chosen={orientation}
      nameOf={(choice) => i18n.text(`display.orientation.${choice}`)}
      iconOf={(choice) => icons[choice]}
      onChoice={change}
    />
  );
}
