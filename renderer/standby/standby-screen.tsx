import type { ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { usePlayerStore } from '../store/player-store.ts';
import type { I18n } from '../ui/i18n.ts';
import { describeProgress } from '../ui/step-list.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import '../ui/tokens.css';
import './standby.css';

/** What is shown when there is nothing to show: calm, never still in one place, never an error text (EXPERIENCE). */
export function StandbyScreen(): ReactNode {
  const i18n = useI18n();
  const snapshot = usePlayerStore((state) => state.snapshot);
  if (snapshot === null) return null;
  const { player, progress, machineName } = snapshot;
  return (
    <section className="standby" data-testid="standby">
      <div className="standby-drift">
        <div className="standby-drift-other-way">
          <p className="standby-name">
            {player.name ?? (player.hostname === '' ? machineName : player.hostname)}
          </p>
          <p className="standby-line">
            {progress === null ? connectionLine(i18n, snapshot) : describeProgress(i18n, progress)}
          </p>
        </div>
      </div>
    </section>
  );
}

function connectionLine(i18n: I18n, { connection, player }: Snapshot): string {
  if (player.serverUrl === null) return i18n.text('standby.connection.no-server');
  const server = URL.canParse(player.serverUrl) ? new URL(player.serverUrl).host : player.serverUrl;
  return i18n.text(`standby.connection.${connection}`, { server });
}
