import type { ReactNode } from 'react';
import { languageChoices, type VisibleSettings } from '../../src/shared/settings-schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { languageNames } from './i18n.ts';
import { Menu, MenuProblem } from './menu.tsx';
import { useI18n } from './use-i18n.ts';
import { useSetting } from './use-setting.ts';

type LanguageChoice = VisibleSettings['language'];

/** All languages side by side, each in its own words. */
export function LanguageField({
  chosen,
  onChoice,
}: {
  readonly chosen: LanguageChoice;
  readonly onChoice: (choice: LanguageChoice) => void;
}): ReactNode {
  const i18n = useI18n();
  return (
    <ChoiceField
      label={i18n.text('common.language')}
      choices={languageChoices}
      chosen={chosen}
      nameOf={(choice) => (choice === 'auto' ? i18n.text('display.language.auto') : languageNames[choice])}
      onChoice={onChoice}
    />
  );
}

/** The language as a button that opens the list of all. */
export function LanguageMenu(): ReactNode {
  const i18n = useI18n();
  const { value: language = 'auto', change, problem } = useSetting('language');
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
      <LanguageField chosen={language} onChoice={change} />
      <MenuProblem sentence={problem} />
    </Menu>
  );
}
