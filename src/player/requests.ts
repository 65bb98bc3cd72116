import { createCertificateChoice } from './certificate-choice.ts';
import { createDataFolderDoctor } from './doctor/data-folder-doctor.ts';
import { diagnose } from './doctor/diagnose.ts';
import type { ShellFacts } from './doctor/doctor.types.ts';
import type { BridgeHandlers } from '../shared/answer-bridge.ts';
import type { PlaybackReport } from '../shared/bridge.ts';
import type { Clock } from '../shared/clock.ts';
import type { DoctorFinding } from '../shared/doctor.ts';
import type { Host } from '../shared/host.ts';
import type { ProgramItem } from '../shared/program.ts';
import { fail, ok, type Result } from '../shared/result.ts';
import type { SettingChange, Settings } from '../shared/settings-schema.ts';
import type { Snapshot } from '../shared/status.ts';
import { createDiagnosticsRequests } from './diagnostics-requests.ts';
import { exportPlays } from './maintenance/export-plays.ts';
import { notPaired, type PairingController } from './pairing/pairing-controller.ts';
import { readHealth } from './status/read-health.ts';
import type { LiveState } from './status/live-state.ts';
import type { NetworkControl } from './network-control.ts';
import { createPairingWithPin } from './pairing/pair-with-pin.ts';
import type { PinGuard } from './pairing/pin-guard.ts';
import type { PanelControl } from './screen/panel-control.ts';
import type { PanelWatch } from './screen/panel-watch.ts';
import type { Recovery } from './screen/recovery.ts';
import type { RecoveryMemory } from './screen/recovery-memory.ts';
import type { ScreenWatch } from './screen/screen-watch.ts';
import type { GroupClock } from './server/group-clock.ts';
import type { ProxyInUse } from './proxy-in-use.ts';
import type { SessionSlot } from './session-slot.ts';
import type { ServerTrial } from './server-trial.ts';
import type { SettingsTrial } from './settings-trial.ts';
import type { Stages } from './stages.ts';
import type { Updates } from './updates.ts';
import { BYTES_PER_MB } from '../shared/units.ts';

export interface RequestDependencies {
  readonly host: Host;
  readonly stages: Stages;
  readonly pairing: PairingController;
  readonly live: LiveState;
  readonly screenWatch: ScreenWatch;
  readonly panelWatch: PanelWatch;
  readonly recovery: Pick<Recovery, 'rendererStarted' | 'askedForFreshStart'>;
  /** What the renderer gets of a program. */
  readonly select: RecoveryMemory['select'];
  readonly snapshot: () => Snapshot;
  readonly session: SessionSlot;
  readonly pictureHandlers: Pick<BridgeHandlers, 'capture-screen' | 'keep-screen-picture'>;
  readonly report: (report: PlaybackReport) => void;
  readonly lookAtPage: BridgeHandlers['look-at-page'];
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly changeSettings: (change: Partial<Settings>) => void;
  readonly pinGuard: PinGuard;
  readonly trial: SettingsTrial;
  readonly serverTrial: Pick<ServerTrial, 'keep' | 'undo'>;
  readonly proxy: Pick<ProxyInUse, 'route' | 'use'>;
  readonly onChange: () => void;
  readonly groupClock: Pick<GroupClock, 'moment' | 'status'>;
  readonly network: Pick<NetworkControl, 'requests'>;
  readonly updates: Pick<Updates, 'updater'>;
  readonly keepAwake: (awake: boolean) => void;
  readonly panel: Pick<PanelControl, 'wake' | 'status'>;
  readonly unpair: () => Promise<void>;
  /** A person asked for a restart, so the next start is not a surprise. */
  readonly onRelaunchAsked: () => void;
}

/** What the renderer may ask for, one function each; `answerBridge` parses what comes. */
export function createRequests(dependencies: RequestDependencies): BridgeHandlers {
  const { host, stages, pairing, recovery, screenWatch, session, pinGuard, live, trial } = dependencies;
  const pair = createPairingWithPin(pairing, pinGuard);
  const certificates = createCertificateChoice({
    ...stages,
    route: dependencies.proxy.route,
    serverUrl: () => session.credentials()?.serverUrl ?? null,
    clock: dependencies.clock,
    timeoutMs: () => dependencies.settings().requestTimeoutSeconds * 1_000,
  });
  /** Whom a technician trusts now is asked at once. */
  const afterTrust = (trusted: Result<null>): Result<null> => {
    if (trusted.ok) {
      void session.current()?.auth.verifyNow();
      void session.current()?.sync.syncNow();
    }
    return trusted;
  };
  return {
    hello: () => {
      recovery.rendererStarted();
      return ok({
        snapshot: dependencies.snapshot(),
        program: dependencies.select(stages.playlists.currentProgram()),
      });
    },
    'report-playback': (report) => {
      dependencies.report(report);
      return ok(null);
    },
    'still-alive': ({ boundaries, pixels, needsReload }) => {
      screenWatch.alive();
      live.transitions = boundaries ?? live.transitions;
      live.pixels = pixels ?? null;
      if (needsReload === true) screenWatch.blank();
      dependencies.panelWatch.beat({ current: live.current, pixels: live.pixels });
      return ok(null);
    },
    'look-at-page': (page) => dependencies.lookAtPage(page),
    'report-picture-box': (box) => {
      stages.media.drawFor(box);
      return ok(null);
    },
    'forget-pages': async () => {
      const forgotten = await host.touchPages?.forget();
      return forgotten?.ok === false ? forgotten : ok(null);
    },
    'probe-server': ({ address }) => pairing.probe(address),
    pair: async (input) => {
      const paired = await pair(input);
      dependencies.onChange();
      return paired;
    },
    'cancel-pairing': () => {
      pairing.cancel();
      return ok(null);
    },
    ...dependencies.network.requests,
    'use-proxy': (typed) => dependencies.proxy.use(typed),
    'group-time': () => ok(dependencies.groupClock.moment()),
    'wake-panel': () => {
      dependencies.panel.wake();
      return ok(null);
    },
    'sync-now': async () => {
      stages.playlists.retryNow();
      const asked = await session.current()?.sync.syncNow();
      if (asked === undefined) return notPaired();
      return asked.ok ? ok(null) : asked;
    },
    'accept-certificate': ({ fingerprint }) => afterTrust(stages.trust.acceptRefused(fingerprint)),
    'look-at-certificate': () => certificates.look(),
    'use-certificate': async ({ fingerprint }) => afterTrust(await certificates.use(fingerprint)),
    'change-setting': (change) => changeSetting(dependencies, change),
    'try-setting': (change) => {
      trial.begin(change);
      return ok(null);
    },
    'keep-settings': () => {
      trial.keep();
      return ok(null);
    },
    'undo-settings': () => {
      trial.undo();
      return ok(null);
    },
    'look-for-update': async () => {
      const looked = await dependencies.updates.updater.look();
      return looked.ok ? ok({ version: looked.value }) : looked;
    },
    'install-update': () => dependencies.updates.updater.installNow(),
    'keep-server': () => dependencies.serverTrial.keep(),
    'undo-server': async () => {
      await dependencies.serverTrial.undo();
      return ok(null);
    },
    'read-displays': async () => ok((await host.screen.displays?.()) ?? { displays: [], applies: 'never' }),
    'read-storage': () => ok(stages.media.storageUse()),
    unlock: ({ pin }) => pinGuard.unlock(pin),
    lock: () => {
      pinGuard.lock();
      return ok(null);
    },
    'set-pin': async ({ pin }) => {
      const set = await pinGuard.set(pin);
      dependencies.onChange();
      return set;
    },
    'set-autostart': ({ on }) => {
      const { autostart } = host;
      if (autostart === undefined) return fail('autostart', 'This player cannot start itself at login.');
      const set = autostart.set(on);
      dependencies.onChange();
      return set.ok ? ok(null) : set;
    },
    unpair: async () => {
      await dependencies.unpair();
      return ok(null);
    },
    'read-health': async () => ok(await readHealth(host)),
    'read-log': ({ count }) => ok(stages.logging.tail(count)),
    'read-trust-audit': ({ count }) => ok(stages.audit.list(count)),
    ...dependencies.pictureHandlers,
    ...createDiagnosticsRequests({ ...dependencies, doctor: () => runDoctor(dependencies, null) }),
    'export-plays': () =>
      exportPlays({ plays: stages.plays, dataFolder: host.dataFolder, clock: dependencies.clock }),
    'clear-cache': async () => ok({ freedBytes: await stages.media.clear() }),
    'verify-cache': async () => {
      const { checked, lost } = await stages.media.verify();
      return ok({ checked, lost: lost.length });
    },
    'run-doctor': async ({ address }) => ok(await runDoctor(dependencies, address)),
    'retry-items': () => {
      recovery.askedForFreshStart();
      stages.media.releaseQuarantine();
      stages.playlists.retryNow();
      return ok(null);
    },
    // The answer leaves before the process does.
    quit: () => {
      setImmediate(() => {
        host.quit(0);
      });
      return ok(null);
    },
    relaunch: () => {
      dependencies.onRelaunchAsked();
      setImmediate(() => {
        host.relaunch();
      });
      return ok(null);
    },
  };
}

/** The same diagnosis as `npm start -- doctor`, with what only a running player knows. */
function runDoctor(
  { host, clock, settings, session, live, stages, panel, groupClock, proxy }: RequestDependencies,
  address: string | null,
): Promise<readonly DoctorFinding[]> {
  const doctor = createDataFolderDoctor({
    dataFolder: host.dataFolder,
    settings: settings(),
    appVersion: host.appVersion,
    updateKeys: host.updates?.keys,
    clock,
    shell: async () => ({
      name: host.name,
      windowAlive: await host.screen.isAlive(),
      secretBackend: host.secrets.backend,
      awake: live.awake,
      panel: panel.status(),
      groupClock: groupClock.status(),
      stick: live.stick === null ? null : { ...live.stick, reason: live.stick.failure?.message ?? null },
      graphics: host.graphics?.() ?? null,
      graphicsFacts: (await host.graphicsFacts?.()) ?? null,
      videos: decodedVideos(host, stages.playlists.currentProgram()?.items ?? []),
    }),
  });
  const credentials = session.credentials();
  return diagnose(
    {
      ...doctor,
      route: proxy.route,
      credentials: () =>
        Promise.resolve(credentials === null ? { kind: 'none' } : { kind: 'credentials', credentials }),
    },
    { serverUrl: address },
  );
}

/** The videos among `items` whose decoder is known, each file once. */
function decodedVideos(
  { videoDecoders }: Host,
  items: readonly ProgramItem[],
): NonNullable<ShellFacts['videos']> {
  const bySource = new Map(items.map((item) => [item.source, item]));
  return [...bySource.values()].flatMap(({ kind, source, fileName }) => {
    const decoder = kind === 'video' ? (videoDecoders?.of(source) ?? null) : null;
    return decoder === null ? [] : [{ fileName, decoder }];
  });
}

/** Applies at once what can be; the rest the renderer reads from the next snapshot. */
function changeSetting(
  { stages, changeSettings, keepAwake }: RequestDependencies,
  { name, value }: SettingChange,
): Result<null> {
  const change: Partial<Settings> = { [name]: value };
  changeSettings(change);
  if (change.maxCacheSizeMb !== undefined) stages.media.setLimit(change.maxCacheSizeMb * BYTES_PER_MB);
  if (change.logLevel !== undefined) stages.logging.setLevel(change.logLevel);
  if (change.keepAwake !== undefined) keepAwake(change.keepAwake);
  return ok(null);
}
