import type { Credentials, SessionBeginning } from './auth/auth.types.ts';
import type { Heartbeat } from './heartbeat/heartbeat.ts';
import type { Outbox } from './heartbeat/outbox.ts';
import type { PairingProgress } from './pairing/pairing-progress.ts';
import type { Agreement } from './pairing/pairing.ts';
import type { ServerTrial } from './server-trial.ts';
import type { SessionSlot } from './session-slot.ts';
import type { LiveState } from './status/live-state.ts';
import type { TrustStore } from './trust/trust.types.ts';
import type { Log } from '../platform/logging/log.ts';
import { ok, type Result } from '../shared/result.ts';

export interface ServerChangeDependencies {
  readonly session: SessionSlot;
  readonly live: LiveState;
  readonly trust: Pick<TrustStore, 'status'>;
  readonly outbox: Pick<Outbox, 'clear' | 'start'>;
  readonly heartbeat: Pick<Heartbeat, 'report'>;
  readonly serverTrial: Pick<ServerTrial, 'begin'>;
  readonly progress: Pick<PairingProgress, 'signedIn'>;
  readonly log: Log;
  /** Ends the session of the moment, and the sending of reports with it. */
  readonly end: () => Promise<void>;
  /** Goes on with these credentials, just answered by the server unless said; reports are sent only from `settle` on. */
  readonly replaceSession: (credentials: Credentials, beginning?: SessionBeginning) => Promise<void>;
}

/** What follows when another server, or the same one anew, accepted this screen. */
export interface ServerChange {
  /** The server of a person's pairing: tried first where the one before works, since that pairing must not be lost. */
  readonly onAgreed: (agreement: Agreement) => Promise<Result<null>>;
  /** The screen belongs to this server for good; what was reported for another one is nothing for it. */
  readonly settle: (credentials: Credentials, before: Credentials | null) => void;
}

/** Makes it; nothing happens before an agreement. */
export function createServerChange(dependencies: ServerChangeDependencies): ServerChange {
  const { session, live, trust, outbox, heartbeat, log, replaceSession } = dependencies;

  const settle: ServerChange['settle'] = ({ playerName, serverUrl }, before) => {
    if (before !== null && before.serverUrl !== serverUrl) outbox.clear();
    outbox.start();
    heartbeat.report('paired', `${playerName} was paired with ${serverUrl}.`);
  };

  /** The server of this session answers, knows this screen and is trusted: it is worth going back to. */
  const worksNow = (): boolean =>
    live.reachable === true &&
    session.authStatus()?.authState !== 'unauthorized' &&
    trust.status().refused === null;

  const tryServer = async (agreement: Agreement, before: Credentials): Promise<void> => {
    const { credentials, use, keep, undo } = agreement;
    use();
    await replaceSession(credentials);
    dependencies.serverTrial.begin({
      url: credentials.serverUrl,
      before: before.serverUrl,
      keep: async () => {
        const kept = await keep();
        if (kept.ok) settle(credentials, before);
        return kept;
      },
      undo: async () => {
        log.info('The new server was not kept; the screen goes back', { server: before.serverUrl });
        await dependencies.end();
        undo();
        await replaceSession(before, 'stored');
        outbox.start();
      },
    });
  };

  return {
    settle,
    onAgreed: async (agreement) => {
      const { credentials, keep, undo } = agreement;
      const before = session.credentials();
      const isTried = before !== null && worksNow();
      const kept = isTried ? ok(null) : await keep();
      if (!kept.ok) {
        undo();
        return kept;
      }
      live.isProvisioning = false;
      if (isTried) await tryServer(agreement, before);
      else {
        await replaceSession(credentials);
        settle(credentials, before);
      }
      dependencies.progress.signedIn();
      return kept;
    },
  };
}
