import { useEffect, type ReactNode } from 'react';
import type { BridgeAction } from '../ui/use-bridge-action.ts';
import { useI18n } from '../ui/use-i18n.ts';

/** Long enough to read two lines; what went wrong stays until something else is done. */
const STANDS_MS = 8_000;

/** How the last request went, over the panel: it moves nothing, and speaks the language of the moment. */
export function Toast({ action }: { readonly action: BridgeAction }): ReactNode {
  const i18n = useI18n();
  const { outcome, dismiss } = action;
  useEffect(() => {
    if (outcome?.isGood !== true) return;
    const timer = setTimeout(dismiss, STANDS_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [outcome, dismiss]);
  return (
    <p className={outcome?.isGood === false ? 'overlay-toast is-bad' : 'overlay-toast'} role="status">
      {outcome?.sentence(i18n)}
    </p>
  );
}
