import { useMemo } from 'react';
import { usePlayerStore } from '../store/player-store.ts';
import { chooseLanguage, createI18n, type I18n } from './i18n.ts';

/** The texts of the language in force, with the system's own way to write dates; another choice in the settings changes them on the spot. */
export function useI18n(): I18n {
  const setting = usePlayerStore((state) => state.snapshot?.settings.language ?? 'auto');
  const locale = usePlayerStore((state) => state.snapshot?.locale ?? 'en');
  return useMemo(() => createI18n(chooseLanguage(setting, locale), locale), [setting, locale]);
}
