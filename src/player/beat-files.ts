import { rmSync } from 'node:fs';
import { dataFile } from '../platform/files/data-files.ts';
import { behindLink } from '../platform/files/volatile-folder.ts';
import type { Log } from '../platform/logging/log.ts';
import type { Clock } from '../shared/clock.ts';
import type { Events } from '../shared/events.ts';
import type { Host } from '../shared/host.ts';
import { describeThrown } from '../shared/result.ts';
import type { Settings } from '../shared/settings-schema.ts';
import type { Snapshot } from '../shared/status.ts';
import { isTouchable, parseTouchHosts } from '../shared/touch-hosts.ts';
import { createCurrentFile } from './heartbeat/current-file.ts';
import { createScreenPicture, type ScreenPicture } from './screen/screen-picture.ts';
import type { PlaylistManager } from './playlist/playlist-manager.types.ts';
import type { SessionSlot } from './session-slot.ts';
import type { LiveState } from './status/live-state.ts';
import { metricsText } from './status/metrics-text.ts';

/** What lies in the data folder from one beat to the next, where the settings ask for it: a picture of the screen, and figures. */
export interface BeatFiles extends Pick<ScreenPicture, 'answer' | 'handlers'> {
  start(): void;
  stop(): Promise<void>;
}

export interface BeatFilesDependencies {
  readonly host: Pick<Host, 'bridge' | 'screen' | 'dataFolder'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => Pick<Settings, 'lastScreen' | 'metrics' | 'interactiveHosts'>;
  readonly live: Pick<LiveState, 'current'>;
  readonly stages: { readonly playlists: Pick<PlaylistManager, 'currentProgram'> };
  readonly beats: Events<Snapshot>;
  readonly session: Pick<SessionSlot, 'sendPicture'>;
}

/** Follows the beats. What a setting asks for no more is taken away: old figures, or an old picture, would say something wrong. */
export function createBeatFiles(dependencies: BeatFilesDependencies): BeatFiles {
  const { host, clock, log, settings, beats, session } = dependencies;
  const places = {
    lastScreen: dataFile(host.dataFolder, 'lastScreen'),
    metrics: dataFile(host.dataFolder, 'metrics'),
  };
  const figures = createCurrentFile(places.metrics, 'The figures could not be written.', log);
  const picture = createScreenPicture({
    ...{ host, clock, log },
    isWanted: () => settings().lastScreen,
    file: createCurrentFile(places.lastScreen, 'The picture of the screen could not be written.', log),
    onPicture: (webp) => void session.sendPicture(webp),
  });
  let stopListening: () => void = () => undefined;
  return {
    answer: (request) => picture.answer(request),
    handlers: picture.handlers,
    start: () => {
      for (const [setting, path] of Object.entries(places)) {
        if (!settings()[setting as keyof typeof places]) takeAway(path, log);
      }
      stopListening = beats.listen((snapshot) => {
        if (settings().metrics) figures.write(metricsText(snapshot, clock.now()));
        if (!showsTouchedPage(dependencies)) picture.take(snapshot);
      });
    },
    stop: async () => {
      stopListening();
      await Promise.all([figures.flush(), picture.stop()]);
    },
  };
}

/** A page that anybody may type into: what they write is nobody's business. */
function showsTouchedPage({ settings, live, stages }: BeatFilesDependencies): boolean {
  const hosts = parseTouchHosts(settings().interactiveHosts) ?? [];
  const { current } = live;
  if (hosts.length === 0 || current === null) return false;
  const items = stages.playlists.currentProgram()?.items ?? [];
  return items.some(
    ({ id, kind, source }) => id === current.id && kind === 'web' && isTouchable(hosts, source),
  );
}

function takeAway(path: string, log: Log): void {
  try {
    rmSync(behindLink(path), { force: true });
  } catch (thrown) {
    log.debug('An old file could not be taken away', { reason: describeThrown(thrown) });
  }
}
