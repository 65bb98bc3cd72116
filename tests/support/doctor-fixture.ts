import { join } from 'node:path';
import { createOfferingContext } from '../../src/player/trust/tls-offer.ts';
import { createVault } from '../../src/player/auth/vault.ts';
import { createDataFolderDoctor } from '../../src/player/doctor/data-folder-doctor.ts';
import { diagnose } from '../../src/player/doctor/diagnose.ts';
import type { DoctorDependencies } from '../../src/player/doctor/doctor.types.ts';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import type { DoctorCheck, DoctorFinding } from '../../src/shared/doctor.ts';
import { defaultSettings, type Settings } from '../../src/shared/settings-schema.ts';
import { createKeyFileBox } from '../../src/platform/files/key-file-box.ts';
import { createDiskWrites } from '../../src/platform/files/disk-writes.ts';
import { createTrustFile } from '../../src/player/trust/trust-file.ts';
import type { ServerTrustMode } from '../../src/player/trust/trust.types.ts';
import type { Certificate, Simulator } from '../simulator/types.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { dataFile } from '../../src/platform/files/data-files.ts';

/** What a screen has on its disk. */
export interface Screen {
  readonly dataFolder: string;
  readonly doctor: DoctorDependencies;
}

export interface ScreenOptions {
  readonly settings?: Partial<Settings>;
  /** PEMs of the authorities that system trust trusts; none unless told. */
  readonly authorities?: readonly string[];
}

/** A screen that was never paired, on a real data folder. */
export function unpairedScreen({ settings = {}, authorities = [] }: ScreenOptions = {}): Screen {
  const dataFolder = temporaryFolder();
  return screenOn(dataFolder, { settings, authorities });
}

export interface Pairing {
  readonly serverUrl: string;
  readonly mode: ServerTrustMode;
  /** Null in every mode but `pinned`. */
  readonly pin: Certificate | null;
  readonly authCode: string | null;
  readonly playerId?: string | null;
  readonly quickconnectCode?: string;
}

/** A paired screen with a real trust file and real encrypted credentials. */
export async function pairedScreen(pairing: Pairing, options: ScreenOptions = {}): Promise<Screen> {
  const dataFolder = temporaryFolder();
  const { serverUrl, mode, pin, authCode, playerId = '1', quickconnectCode = null } = pairing;
  const writes = createDiskWrites(createSystemClock());
  createTrustFile(join(dataFolder, 'trust'), writes, createSilentLog()).write({
    [new URL(serverUrl).origin]: {
      mode,
      pin: pin?.certificatePem ?? null,
      announced: null,
      refused: null,
      warned: null,
    },
  });
  const file = join(dataFolder, 'credentials.bin');
  const secretBox = createKeyFileBox(dataFile(dataFolder, 'credentialsKey'));
  await createVault({ file, secretBox, writes, log: createSilentLog() }).write({
    serverUrl,
    hostname: 'screen',
    playerId,
    playerName: 'Screen',
    groupId: null,
    orientation: null,
    authCode,
    quickconnectCode,
    password: null,
    pairedAt: '2026-01-01T00:00:00.000Z',
  });
  return screenOn(dataFolder, options);
}

/** A screen that is paired with, and pinned to, a simulator that knows it as `screen`. */
export async function screenOf(server: Simulator, options: ScreenOptions = {}): Promise<Screen> {
  const { id, authCode } = server.player('screen');
  const mode = server.origin.startsWith('https:') ? 'pinned' : 'plain';
  return pairedScreen(
    {
      serverUrl: server.origin,
      mode,
      pin: mode === 'pinned' ? server.certificate : null,
      authCode,
      playerId: String(id),
    },
    options,
  );
}

function screenOn(dataFolder: string, { settings = {}, authorities = [] }: ScreenOptions): Screen {
  const context = createOfferingContext(authorities);
  return {
    dataFolder,
    doctor: {
      ...createDataFolderDoctor({
        dataFolder,
        settings: { ...defaultSettings(), maxCacheSizeMb: 16, ...settings },
        appVersion: '1.0.0',
        clock: createSystemClock(),
        shell: () =>
          Promise.resolve({
            name: 'chromium',
            windowAlive: null,
            secretBackend: 'key-file',
            awake: null,
            graphics: null,
          }),
      }),
      systemContext: () => context,
      links: () => [{ device: 'eth0', kind: 'wired', strength: null }],
      networkLook: () => Promise.resolve(null),
      statfs: () => Promise.resolve({ bavail: 1_000_000, bsize: 4_096 }),
    },
  };
}

/** `check verdict code` of each finding, in order. */
export function lines(findings: readonly DoctorFinding[]): string[] {
  return findings.map(({ check, verdict, code }) => `${check} ${verdict} ${code}`);
}

/** The findings of one check as `verdict code`. */
export function of(check: DoctorCheck, findings: readonly DoctorFinding[]): string[] {
  return findings
    .filter((finding) => finding.check === check)
    .map(({ verdict, code }) => `${verdict} ${code}`);
}

/** Runs the doctor of `screen`, on its own server unless told another. */
export function examine(
  screen: Screen,
  serverUrl: string | null = null,
  changes: Partial<DoctorDependencies> = {},
): Promise<readonly DoctorFinding[]> {
  return diagnose({ ...screen.doctor, timeoutMs: 3_000, ...changes }, { serverUrl });
}
