import { dataFile } from '../platform/files/data-files.ts';
import { exportPlaces } from '../platform/files/export-places.ts';
import type { BridgeHandlers } from '../shared/answer-bridge.ts';
import type { Clock } from '../shared/clock.ts';
import type { DoctorFinding } from '../shared/doctor.ts';
import type { Host } from '../shared/host.ts';
import { fail, ok } from '../shared/result.ts';
import type { Settings } from '../shared/settings-schema.ts';
import type { Snapshot } from '../shared/status.ts';
import { writeDiagnostics } from './maintenance/diagnostics.ts';
import { logFileOf, type Stages } from './stages.ts';

export interface DiagnosticsRequestsDependencies {
  readonly host: Host;
  readonly stages: Stages;
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly snapshot: () => Snapshot;
  readonly doctor: () => Promise<readonly DoctorFinding[]>;
}

/** A picture that was taken so long ago says nothing of now. */
const PICTURE_LASTS_MS = 60_000;

/** What the screen may ask for the diagnostics: a picture of what it shows now, where they can go, and the file itself. */
export function createDiagnosticsRequests({
  host,
  stages,
  clock,
  settings,
  snapshot,
  doctor,
}: DiagnosticsRequestsDependencies): Pick<
  BridgeHandlers,
  'picture-screen' | 'read-export-places' | 'export-diagnostics'
> {
  let picture: { readonly bytes: Uint8Array; readonly takenAt: number } | null = null;
  /** One picture is for one file. */
  const takePicture = (): Uint8Array | null => {
    const taken = picture;
    picture = null;
    return taken !== null && clock.monotonic() - taken.takenAt < PICTURE_LASTS_MS ? taken.bytes : null;
  };
  return {
    'picture-screen': async () => {
      const bytes = await host.screen.capture().catch(() => null);
      picture = bytes === null ? null : { bytes, takenAt: clock.monotonic() };
      return ok({ taken: bytes !== null });
    },
    'read-export-places': async () => ok(await exportPlaces(host.dataFolder)),
    'export-diagnostics': async ({ folder, browser }) => {
      const places = await exportPlaces(host.dataFolder);
      const place = places.find(({ path }) => path === (folder ?? host.dataFolder));
      if (place === undefined) {
        const reason = `${folder ?? ''} is no stick or card that can be written`;
        return fail('diagnostics-not-written', `The diagnostics could not be written (${reason}).`, {
          reason,
        });
      }
      const now = snapshot();
      return writeDiagnostics(place.path, {
        clock,
        redactor: stages.logging.redactor,
        screenName: now.player.name ?? now.player.hostname,
        playerVersion: host.appVersion,
        shell: { name: host.name, browser },
        logFile: logFileOf(host.dataFolder, settings()),
        databaseFile: dataFile(host.dataFolder, 'database'),
        status: () => ({ ...now, prefill: null }),
        settings,
        database: () => {
          stages.plays.settle();
          return stages.database;
        },
        doctor,
        picture: () => Promise.resolve(takePicture()),
      });
    },
  };
}
