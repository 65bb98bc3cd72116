import type { SettingChange, VisibleSettings } from '../../src/shared/settings-schema.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { useBridgeAction } from './use-bridge-action.ts';
import { useI18n } from './use-i18n.ts';

interface SettingInForce<Value> {
  /** `undefined` before the bridge answered. */
  readonly value: Value | undefined;
  /** The player tells when it applies. */
  readonly change: (value: Value) => void;
  /** Why the last change was refused, in a sentence; null: it was not. */
  readonly problem: string | null;
}

/** A setting, and the way to another value, where no tab of the settings tells how that went. */
export function useSetting<Name extends keyof VisibleSettings>(
  name: Name,
): SettingInForce<VisibleSettings[Name]> {
  const i18n = useI18n();
  const action = useBridgeAction();
  const value = usePlayerStore((state) => state.snapshot?.settings[name]);
  return {
    value,
    // A name and its own value are one of the union's members, which TypeScript cannot see for a name that is generic.
    change: (wanted) => void action.run('change-setting', { name, value: wanted } as SettingChange),
    problem: action.outcome?.isGood === false ? action.outcome.sentence(i18n) : null,
  };
}
