import type { VisibleSettings } from '../../src/shared/status.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { usePlayerStore } from '../store/player-store.ts';

/** A setting in force (`undefined` before the bridge answered) and the way to another value; the player tells when it applies. */
export function useSetting<Name extends keyof VisibleSettings>(
  name: Name,
): readonly [VisibleSettings[Name] | undefined, (value: VisibleSettings[Name]) => void] {
  const bridge = useBridge();
  const value = usePlayerStore((state) => state.snapshot?.settings[name]);
  return [value, (wanted) => void bridge.call('change-setting', { name, value: wanted })];
}
