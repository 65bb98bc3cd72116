import type { AuthEvent, Credentials, SessionBeginning } from './auth/auth.types.ts';
import { createVaultWait } from './auth/vault-wait.ts';
import type { Heartbeat } from './heartbeat/heartbeat.ts';
import type { Outbox } from './heartbeat/outbox.ts';
import type { Clock } from '../shared/clock.ts';
import type { GroupMarks } from './playlist/group-marks.ts';
import type { GroupClock } from './server/group-clock.ts';
import type { ServerTime } from './server/server-time.ts';
import { fail, type Failure } from '../shared/result.ts';
import type { Route } from './trust/route.ts';
import type { Settings } from '../shared/settings-schema.ts';
import type { KeyValueStore } from '../platform/store/key-value-store.ts';
import type { LiveState } from './status/live-state.ts';
import { createPairingController, type PairingController } from './pairing/pairing-controller.ts';
import type { PairingProgress } from './pairing/pairing-progress.ts';
import type { PairingTarget } from './pairing/pairing-target.ts';
import type { Problems } from './status/problems.ts';
import { createServerChange } from './server-change.ts';
import { createNetworkVerdict } from './network-verdict.ts';
import type { NetworkLook } from './server/network-look.ts';
import { createSession } from './session.ts';
import type { ServerTrial } from './server-trial.ts';
import type { SessionSlot } from './session-slot.ts';
import { maskCredentials, type Stages } from './stages.ts';
import type { ListAge } from './stick/list-age.ts';
import { screenOf } from './stick/take-stick.ts';

/** The server's clock and the machine's agree well enough to judge an age by. */
const AGE_TOLERANCE_MS = 24 * 3_600_000;
/** Reports come back over as long a time as the server was away, but within this. */
const LONGEST_RETURN_MS = 120_000;
const PROVISIONED = 'provisioned-target';

/** Which server this screen belongs to, and the session with it. */
export interface Connection {
  readonly pairing: PairingController;
  /** Goes on with what is in the vault, and pairs as the settings ask for where that is new. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Forgets the server and everything that belongs to it; settings stay. */
  readonly unpair: () => Promise<void>;
  /** The network is back, or a person wants it now. */
  retryNow(): void;
}

export interface ConnectionDependencies {
  readonly stages: Stages;
  /** Filled and emptied here. */
  readonly session: SessionSlot;
  readonly keyValues: KeyValueStore;
  readonly outbox: Outbox;
  readonly heartbeat: Pick<Heartbeat, 'report'>;
  readonly serverTime: Pick<ServerTime, 'note' | 'skewMs'>;
  readonly listAge: Pick<ListAge, 'heard' | 'confirmed'>;
  readonly groupMarks: GroupMarks | null;
  readonly groupClock: Pick<GroupClock, 'lookSoon'>;
  readonly clock: Clock;
  readonly appVersion: string;
  readonly settings: () => Settings;
  /** The way of every connection. */
  readonly route: Route;
  readonly networkLook: NetworkLook;
  /** What the settings say about whom to pair with; null: they say nothing, or a person shall be asked. */
  readonly target: PairingTarget | null;
  readonly serverTrial: ServerTrial;
  readonly live: LiveState;
  readonly problems: Problems;
  readonly progress: PairingProgress;
  readonly onChange: () => void;
  /** Starts the player anew, since only a new process can have what this one lacks. */
  readonly restart: () => void;
}

/** Makes the connection; nothing is asked of any server before `start`. */
export function createConnection(dependencies: ConnectionDependencies): Connection {
  const {
    stages,
    session,
    keyValues,
    outbox,
    serverTime,
    listAge,
    clock,
    live,
    problems,
    progress,
    serverTrial,
    onChange,
  } = dependencies;
  const { log } = stages.logging;
  const vaultWait = createVaultWait({
    keyValues,
    clock,
    random: Math.random,
    log,
    restart: dependencies.restart,
  });
  const setProblem = (source: Parameters<Problems['set']>[0], failure: Failure | null): void => {
    if (problems.set(source, failure === null ? [] : [failure])) onChange();
  };

  const networkVerdict = createNetworkVerdict({
    look: dependencies.networkLook,
    clock,
    serverUrl: () => session.credentials()?.serverUrl ?? null,
    onVerdict: (failure) => {
      setProblem('network', failure);
    },
  });

  let lostAtMs = 0;
  const onContact = (answered: boolean): void => {
    if (answered) live.lastContactMs = clock.now();
    if (live.reachable === answered) return;
    const isBack = answered && live.reachable === false;
    live.reachable = answered;
    if (!answered) lostAtMs = clock.monotonic();
    if (isBack) {
      log.info('The server answers again');
      outbox.retryWithin(Math.min(LONGEST_RETURN_MS, clock.monotonic() - lostAtMs));
      session.current()?.serverIsBack();
    }
    onChange();
  };

  const onAuth = (event: AuthEvent): void => {
    if (event.kind === 'identity') {
      maskCredentials(stages.logging, event.now);
    } else {
      const { authState, problem } = event.status;
      setProblem('server', authState === 'unauthorized' ? (problem ?? signInRefused()) : problem);
    }
    onChange();
  };

  const begin = (credentials: Credentials, beginning: SessionBeginning): void => {
    maskCredentials(stages.logging, credentials);
    const begun = createSession(stages, credentials, {
      settings: dependencies.settings,
      clock,
      appVersion: dependencies.appVersion,
      beginning,
      onContact,
      onAuth,
      onPlaylist: (failure) => {
        setProblem('playlist', failure);
        networkVerdict.note(failure);
      },
      onListRead: (isChanged) => {
        const current = session.credentials();
        if (current !== null) listAge.confirmed(screenOf(current), isChanged);
      },
      groupMarks: dependencies.groupMarks,
      onServerTime: (serverMs) => {
        listAge.heard(serverMs);
        if (!serverTime.note(serverMs)) return;
        live.clockConfirmed = Math.abs(serverTime.skewMs() ?? 0) < AGE_TOLERANCE_MS;
        onChange();
      },
    });
    session.hold(begun);
    begun.start();
    dependencies.groupClock.lookSoon();
    if (stages.trust.status().mode === 'insecure') {
      log.warn(
        'INSECURE: the certificate of the server is not verified at all; use this for development only',
        {
          server: credentials.serverUrl,
        },
      );
    }
    onChange();
  };

  const end = async (): Promise<void> => {
    const ending = session.current();
    session.hold(null);
    live.reachable = null;
    await Promise.all([outbox.stop(), ending?.stop()]);
  };

  const replaceSession = async (
    credentials: Credentials,
    beginning: SessionBeginning = 'signed-in',
  ): Promise<void> => {
    await end();
    for (const source of ['vault', 'network', 'server', 'playlist', 'pairing'] as const)
      setProblem(source, null);
    begin(credentials, beginning);
  };
  const { settle, onAgreed } = createServerChange({
    ...dependencies,
    trust: stages.trust,
    log,
    end,
    replaceSession,
  });

  const onPaired = async (
    credentials: Credentials,
    target: PairingTarget,
    wasCrowded: boolean,
  ): Promise<void> => {
    live.isProvisioning = false;
    vaultWait.over();
    const before = session.credentials();
    await replaceSession(credentials, wasCrowded ? 'crowded' : 'signed-in');
    settle(credentials, before);
    progress.signedIn();
    keyValues.set(PROVISIONED, target.id);
  };

  const pairing = createPairingController(
    {
      clock,
      log,
      random: Math.random,
      appVersion: dependencies.appVersion,
      timeoutMs: dependencies.settings().requestTimeoutSeconds * 1_000,
      systemContext: stages.systemContext,
      route: dependencies.route,
      networkLook: dependencies.networkLook,
      trust: stages.trust,
      vault: stages.vault,
    },
    {
      onStep: (step) => {
        progress.step(step);
      },
      onPaired,
      onAgreed,
      onProvisioning: (failure) => {
        setProblem('pairing', failure);
      },
    },
  );

  const goOn = async (): Promise<void> => {
    const reading = await stages.vault.open();
    if (reading.kind === 'unavailable') {
      // Pairing anew now would write over what will open by itself.
      setProblem('vault', lockedVault());
      vaultWait.unavailable(() => {
        if (session.current() === null) void goOn();
      });
      return;
    }
    vaultWait.over();
    setProblem('vault', null);
    if (reading.kind === 'unreadable') setProblem('vault', unreadableVault(reading.keptAs));
    if (reading.kind === 'credentials') {
      stages.trust.use(reading.credentials.serverUrl);
      begin(reading.credentials, 'stored');
      outbox.start();
    }
    const { target } = dependencies;
    const isNews = session.current() === null || keyValues.get(PROVISIONED) !== target?.id;
    if (target !== null && isNews) {
      live.isProvisioning = true;
      pairing.provision(target);
    }
    onChange();
  };

  return {
    pairing: {
      ...pairing,
      // One that nobody kept gives way first: what is gone back to is always what is stored.
      pair: async (input) => {
        await serverTrial.undo();
        return pairing.pair(input);
      },
    },
    start: goOn,
    stop: async () => {
      vaultWait.stop();
      pairing.stop();
      await end();
    },
    unpair: async () => {
      vaultWait.over();
      serverTrial.stop();
      pairing.stop();
      live.isProvisioning = false;
      await end();
      await stages.vault.clear();
      stages.trust.forgetAll();
      outbox.clear();
      for (const source of ['vault', 'network', 'server', 'playlist', 'pairing', 'trust'] as const)
        setProblem(source, null);
      stages.playlists.forget();
      live.current = null;
      live.standbyShown = false;
      log.info('This screen was unpaired');
      onChange();
    },
    retryNow: () => {
      pairing.retryNow();
      session.current()?.retryNow();
      outbox.retryNow();
    },
  };
}

function signInRefused(): Failure {
  return fail('unauthorized', 'The server refuses this screen; pair it again.').error;
}

function lockedVault(): Failure {
  return fail(
    'vault-locked',
    'The key of the stored sign-in is locked away on this machine; content plays on, and the player asks for it again.',
  ).error;
}

function unreadableVault(keptAs: string): Failure {
  return fail(
    'vault-unreadable',
    `The stored sign-in cannot be opened on this machine and is kept as ${keptAs}; pair this screen again.`,
    { file: keptAs },
  ).error;
}
