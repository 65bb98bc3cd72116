import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { languageChoices } from '../../src/shared/settings-schema.ts';
import { ChoiceField } from './choice-field.tsx';
import { languageNames } from './i18n.ts';
import { Icon } from './icon.tsx';
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

/** The language as a button that opens the list of all; the list goes away on Escape, on a press beside it, and by the button. */
export function LanguageMenu(): ReactNode {
  const i18n = useI18n();
  const [isOpen, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    element.current?.querySelector<HTMLElement>('input:checked')?.focus();
    const onPress = ({ target }: PointerEvent): void => {
      if (target instanceof Node && element.current?.contains(target) !== true) setOpen(false);
    };
    window.addEventListener('pointerdown', onPress);
    return () => {
      window.removeEventListener('pointerdown', onPress);
    };
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOpen || event.key !== 'Escape') return;
    event.stopPropagation();
    setOpen(false);
    element.current?.querySelector('button')?.focus();
  };
  return (
    <div ref={element} className="language-menu" onKeyDown={onKeyDown}>
      <button
        type="button"
        className="button"
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        <Icon name="globe" />
        <span className="only-read-out">{i18n.text('common.language')}: </span>
        {languageNames[i18n.language]}
      </button>
      {isOpen && (
        <div className="language-list">
          <LanguageField />
        </div>
      )}
    </div>
  );
}
