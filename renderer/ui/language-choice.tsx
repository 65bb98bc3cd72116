import type { ReactNode } from 'react';
import { languageChoices } from '../../src/shared/settings-schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { languageNames } from './i18n.ts';
import { Menu } from './menu.tsx';
import { useI18n } from './use-i18n.ts';
import { useSetting } from './use-setting.ts';

/** All languages side by side, each in its own words. */
export function LanguageField(): ReactNode {
  const i18n = useI18n();
  const [language = 'auto', change] = useSetting('language');
  return (
    <ChoiceField
      label={i18n.text('common.language')}
      choices={languageChoices}
      chosen={language}
      nameOf={(choice) => (choice === 'auto' ? i18n.text('display.language.auto') : languageNames[choice])}
      onChoice={change}
    />
  );
}

/** The language as a button that opens the list of all. */
export function LanguageMenu(): ReactNode {
  const i18n = useI18n();
  return (
    <Menu
      icon="globe"
      side="left"
      label={
        <>
          <span className="only-read-out">{i18n.text('common.language')}: </span>
          {languageNames[i18n.language]}
        </>
      }
    >
      <LanguageField />
    </Menu>
  );
}
