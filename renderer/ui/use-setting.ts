import type { SettingChange, VisibleSettings } from '../../src/shared/settings-schema.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { usePlayerStore } from '../store/player-store.ts';

/** A setting in force (`undefined` before the bridge answered) and the way to another value; the player tells when it applies. */
export function useSetting<Name extends keyof VisibleSettings>(
  name: Name,
): readonly [VisibleSettings[Name] | undefined, (value: VisibleSettings[Name]) => void] {
  const bridge = useBridge();
  const value = usePlayerStore((state) => state.snapshot?.settings[name]);
  // A name and its own value are one of the union's members, which TypeScript cannot see for a name that is generic.
  return [value, (wanted) => void bridge.call('change-setting', { name, value: wanted } as SettingChange)];
}
