import type { ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { productName } from '../ui/brand.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { useI18n } from '../ui/use-i18n.ts';

/** Who this machine is, for the administrator's phone. */
export function MachineCard(): ReactNode {
  const i18n = useI18n();
  const text = usePlayerStore(({ snapshot }) => (snapshot === null ? '' : machineText(snapshot)));
  const address = usePlayerStore(({ snapshot }) => snapshot?.addresses[0] ?? null);
  return (
    <div className="machine-card">
      <QrCode text={text} label={i18n.text('machine.qr')} />
      {address === null ? <p className="no-network">{i18n.text('machine.no-network')}</p> : <p>{address}</p>}
      <p className="quiet">{i18n.text('machine.qr.explain')}</p>
    </div>
  );
}

/** Name, addresses and version of the machine, a line each; nothing that was typed, and nothing secret. */
export function machineText({
  machineName,
  addresses,
  appVersion,
}: Pick<Snapshot, 'machineName' | 'addresses' | 'appVersion'>): string {
  return [machineName, ...addresses, `${productName} ${appVersion}`].join('\n');
}
