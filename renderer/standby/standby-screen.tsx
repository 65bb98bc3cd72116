import type { ReactNode } from 'react';
import type { BridgeEvents } from '../../src/shared/bridge.ts';
import type { Snapshot } from '../../src/shared/status.ts';
import { usePlayerStore } from '../store/player-store.ts';
import type { I18n } from '../ui/i18n.ts';
import '../ui/lists.css';
import { Name } from '../ui/name.tsx';
import { StepList } from '../ui/step-list.tsx';
import '../ui/controls.css';
import { useI18n } from '../ui/use-i18n.ts';
import './standby.css';

/** What is shown when there is nothing to show: calm, never still in one place, never an error text. */
export function StandbyScreen(): ReactNode {
  const i18n = useI18n();
  const snapshot = usePlayerStore((state) => state.snapshot);
  const pairingStep = usePlayerStore((state) => state.pairingStep);
  if (snapshot === null) return null;
  const { player, state, machineName, connection } = snapshot;
  return (
    <section className="standby" data-testid="standby">
      <div className="standby-waves" />
      <div className="standby-drift">
        <div className="standby-drift-other-way">
          <p className="standby-name">
            <Name text={player.name ?? (player.hostname === '' ? machineName : player.hostname)} />
          </p>
          {state === 'syncing' ? (
            <div className="standby-steps">
              <StepList now={stepOf(snapshot, pairingStep)} />
            </div>
          ) : (
            <p className={`standby-line is-${connection}`}>{reasonLine(i18n, snapshot)}</p>
          )}
        </div>
      </div>
    </section>
  );
}

/** A screen that a file connects has no pairing on it: what it waits for is read from its status. */
function stepOf(
  { progress, connection }: Snapshot,
  told: BridgeEvents['pairing-step'] | null,
): BridgeEvents['pairing-step'] {
  if (progress !== null) return { step: 'download', progress };
  return told ?? { step: connection === 'online' ? 'playlist' : 'reach', progress: null };
}

/** Why nothing plays; of the connection only that it is not as it should be, since an address tells a passer-by nothing. */
function reasonLine(i18n: I18n, { connection, player, playlist }: Snapshot): string {
  if (player.serverUrl === null) return i18n.text('standby.no-server');
  const reason = i18n.text(playlist.items === 0 ? 'standby.empty' : 'standby.nothing-scheduled');
  return connection === 'online' ? reason : `${reason} · ${i18n.text(`status.connection.${connection}`)}`;
}
