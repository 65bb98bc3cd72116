import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createVault } from '../../src/player/auth/vault.ts';
import type { PairingDependencies } from '../../src/player/pairing/pairing.ts';
import { createSilentLog, type Log } from '../../src/platform/logging/log.ts';
import { createServerClient, type ServerClientDependencies } from '../../src/player/server/server-client.ts';
import type { ServerClient } from '../../src/player/server/server-client.types.ts';
import { createSystemClock, type Clock } from '../../src/shared/clock.ts';
import { createDiskWrites } from '../../src/platform/files/disk-writes.ts';
import { createKeyFileBox } from '../../src/platform/files/key-file-box.ts';
import { openDatabase } from '../../src/platform/store/open-database.ts';
import { createTrustAudit, type TrustAudit } from '../../src/platform/store/trust-audit.ts';
import { createSystemContext } from '../../src/player/trust/judged-agent.ts';
import { straightRoute, type Route } from '../../src/player/trust/route.ts';
import type { NetworkLook } from '../../src/player/server/network-look.ts';
import { createTrustFile } from '../../src/player/trust/trust-file.ts';
import { createTrustStore } from '../../src/player/trust/trust-store.ts';
import type { TrustEvent, TrustStore, TrustTransport } from '../../src/player/trust/trust.types.ts';
import { startRecorder } from '../simulator/recorder.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type {
  Certificate,
  Recorder,
  RecorderOptions,
  Simulator,
  SimulatorOptions,
} from '../simulator/types.ts';
import { startRecordingProxy, type RecordingProxy, type RecordingProxyOptions } from './recording-proxy.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A simulator that is stopped after the test. */
export async function simulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const started = await startSimulator({ players: [{ hostname: 'screen', code: 'CODE42' }], ...options });
  onTestFinished(() => started.stop());
  return started;
}

/** A recorder that is stopped after the test. */
export async function recorder(options: RecorderOptions): Promise<Recorder> {
  const started = await startRecorder(options);
  onTestFinished(() => started.stop());
  return started;
}

/** A proxy that is stopped after the test. */
export async function recordingProxy(options?: RecordingProxyOptions): Promise<RecordingProxy> {
  const started = await startRecordingProxy(options);
  onTestFinished(() => started.stop());
  return started;
}

/** The fingerprint of a made certificate as the player writes it. */
export function fingerprint(certificate: Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '');
}

/** A look at the network that finds nothing, and asks nobody. */
const seesNothing: NetworkLook = () => Promise.resolve(null);

export interface TrustFixture {
  readonly trust: TrustStore;
  readonly audit: TrustAudit;
  readonly events: readonly TrustEvent[];
  readonly folder: string;
  readonly pairing: PairingDependencies;
  readonly vault: ReturnType<typeof createVault>;
  /** Ends it before the test does, so that another may have its folder. */
  readonly close: () => void;
}

export interface TrustFixtureOptions {
  readonly folder?: string;
  readonly log?: Log;
  /** PEMs of the authorities that system trust trusts; none unless told. */
  readonly authorities?: readonly string[];
  readonly timeoutMs?: number;
  /** The real one unless told. */
  readonly clock?: Clock;
  /** Sees nothing unless told. */
  readonly networkLook?: NetworkLook;
  /** Straight unless told. */
  readonly route?: Route;
}

/** A real trust, audit and vault on real files. */
export function trustFixture(options: TrustFixtureOptions = {}): TrustFixture {
  const folder = options.folder ?? temporaryFolder();
  const log = options.log ?? createSilentLog();
  const clock = options.clock ?? createSystemClock();
  const writes = createDiskWrites(clock);
  const database = openDatabase(join(folder, 'player.db'));
  const audit = createTrustAudit(database);
  const systemContext = createSystemContext(() => options.authorities ?? []);
  const route = options.route ?? straightRoute;
  const timeoutMs = options.timeoutMs ?? 3_000;
  const trust = createTrustStore({
    file: createTrustFile(join(folder, 'trust'), writes, log),
    audit,
    clock,
    log,
    random: Math.random,
    connectTimeoutMs: timeoutMs,
    rereadMs: 21_600_000,
    systemContext,
    route,
  });
  const events: TrustEvent[] = [];
  trust.onChange((event) => events.push(event));
  const secretBox = createKeyFileBox(join(folder, 'credentials.key'));
  const vault = createVault({ file: join(folder, 'credentials.bin'), secretBox, writes, log });
  const contact = { clock, log, random: Math.random, appVersion: '1.0.0', timeoutMs, systemContext };
  const close = (): void => {
    trust.stop();
    if (database.connection.isOpen) database.close();
  };
  onTestFinished(close);
  const networkLook = options.networkLook ?? seesNothing;
  return {
    trust,
    audit,
    events,
    folder,
    vault,
    close,
    pairing: { ...contact, route, networkLook, trust, vault },
  };
}

/** A trust that has `certificate` pinned for `url` and has it in use. */
export function pinnedFixture(
  url: string,
  certificate: Certificate,
  options?: TrustFixtureOptions,
): TrustFixture {
  const fixture = trustFixture(options);
  const pem = certificate.certificatePem;
  fixture.trust.firstTrust({ serverUrl: url, mode: 'pinned', pem, by: 'installer', compared: true });
  fixture.trust.use(url);
  return fixture;
}

/** A client over `transport` that is closed after the test; one try a call unless told. */
export function clientOf(
  transport: TrustTransport,
  baseUrl: string,
  options: Partial<ServerClientDependencies> = {},
): ServerClient {
  const client = createServerClient({
    baseUrl,
    transport,
    clock: createSystemClock(),
    log: createSilentLog(),
    random: Math.random,
    appVersion: '1.0.0',
    timeoutMs: 3_000,
    retryAttempts: 1,
    retryDelayMs: 10,
    ...options,
  });
  onTestFinished(() => {
    client.close();
  });
  return client;
}

/** The value of a result that must be a success. */
export function valueOf<Value>(
  result: { ok: true; value: Value } | { ok: false; error: { code: string } },
): Value {
  if (!result.ok) throw new Error(`failed with ${result.error.code}`);
  return result.value;
}

/** The code of a result that must be a failure. */
export function codeOf(result: { ok: true } | { ok: false; error: { code: string } }): string {
  return result.ok ? 'ok' : result.error.code;
}
