import type { ReactNode } from 'react';
import type { ServerProbe } from '../../src/shared/bridge.ts';
import type { Failure } from '../../src/shared/result.ts';
import { useI18n } from '../ui/use-i18n.ts';

interface AddressSaidProps {
  readonly isChecking: boolean;
  /** Who answered; null: nobody yet. */
  readonly probe: ServerProbe | null;
  /** Why nobody did, while the address may still be half typed. */
  readonly failure: Failure | null;
}

/** What the look at the address found, quietly. */
export function AddressSaid({ isChecking, probe, failure }: AddressSaidProps): ReactNode {
  const i18n = useI18n();
  return (
    <p className="hint" role="status">
      {isChecking && i18n.text('pairing.address.checking')}
      {failure !== null && i18n.failure(failure)}
      {probe !== null &&
        (probe.version === null
          ? i18n.text('pairing.address.found-unversioned', { url: probe.url })
          : i18n.text('pairing.address.found', { url: probe.url, version: probe.version }))}
    </p>
  );
}
