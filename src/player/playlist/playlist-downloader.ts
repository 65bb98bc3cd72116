import { LONGEST_WAIT_MS, retryDelay } from '../../shared/back-off.ts';
import { traitsOf } from '../../shared/failure-codes.ts';
import type { ClockTimer } from '../../shared/clock.ts';
import { describeThrown, type Failure } from '../../shared/result.ts';
import type { MediaRequest } from '../media/media-types.ts';
import type { HeldPlaylist } from './playlist-slots.ts';
import { listedItems } from './default-item.ts';
import { formerAddresses } from './former-addresses.ts';
import { createLeftOut } from './left-out.ts';
import { isStillWanted, needsOf } from './playlist-needs.ts';
import { mediaRequestOf } from './program-for.ts';
import { problemsOf, WAITS_FOR_HOURS } from './download-problems.ts';
import { createProgressMeter, type ProgressMeter } from './progress-meter.ts';
import { createRevalidation } from './revalidation.ts';
import { downloadPass, type DownloadPassOutcome } from './download-pass.ts';
import { originOf } from '../../shared/origin-of.ts';
import type { PlaylistDownloader, PlaylistDownloaderDependencies } from './playlist-downloader.types.ts';

const RETRY_BASE_MS = 5_000;
const NOTHING_FETCHED: DownloadPassOutcome = { leftOut: new Map(), waiting: new Map(), refused: null };

/** Makes the {@link PlaylistDownloader}. Nothing is fetched before `run`. */
export function createPlaylistDownloader(options: PlaylistDownloaderDependencies): PlaylistDownloader {
  const { media, clock, log, playlists } = options;
  const pages = new Set<string>();
  const pinned = new Set<string>();
  const failures = new Map<string, number>();
  const revalidation = createRevalidation(media, clock, options.random);
  const leftOut = createLeftOut(clock, options.random);
  let known: readonly Failure[] = [];
  let meter: ProgressMeter | null = null;
  let timer: ClockTimer | null = null;
  let controller = new AbortController();
  let hoursTimer: ClockTimer | null = null;
  let running: Promise<void> | null = null;
  /** What is being fetched, or was fetched last. */
  let runningFor: HeldPlaylist | null = null;
  let again = false;
  let stopped = false;
  let rounds = 0;
  /** When what is missing is asked for again (monotonic ms), unless somebody calls for it. */
  let passNotBeforeMs = Number.NEGATIVE_INFINITY;
  /** Nobody answered in the last pass, so nothing else is asked for either. */
  let isOutage = false;

  const target = (): HeldPlaylist | null => {
    const { offered, staged, playing } = playlists();
    return offered ?? staged ?? playing;
  };

  const schedule = (delayMs: number): void => {
    timer?.cancel();
    timer = clock.after(delayMs, goOn);
  };

  const run = (): void => {
    passNotBeforeMs = Number.NEGATIVE_INFINITY;
    goOn();
  };

  const goOn = (): void => {
    if (stopped) return;
    timer?.cancel();
    if (running !== null) {
      if (!isStillWanted(runningFor, target())) controller.abort();
      again = true;
      return;
    }
    again = false;
    controller = new AbortController();
    running = tick(controller.signal)
      .catch((thrown: unknown) => {
        log.error('Fetching the playlist failed unexpectedly', { reason: describeThrown(thrown) });
        return LONGEST_WAIT_MS;
      })
      .then((nextMs) => {
        running = null;
        watchHours();
        if (again) run();
        else if (nextMs !== null && !stopped) schedule(nextMs);
      });
    watchHours();
  };

  /** A screen that has no whole list yet, or nothing of it any more, waits for no hour. */
  const mayDownload = (): boolean => {
    const { staged, playing } = playlists();
    const settled = staged ?? playing;
    const hasItsList = settled?.complete === true && settled.items.some((item) => !isAbsent(item));
    return options.hours.isOpen() || !hasItsList;
  };

  const noteHours = (playlist: HeldPlaylist): void => {
    meter = null;
    known = needsOf(playlist).some(isMissing) ? [WAITS_FOR_HOURS] : [];
  };

  /** Breaks off what runs when its hours end; what came of it is continued later. */
  const watchHours = (): void => {
    hoursTimer?.cancel();
    hoursTimer = null;
    if (running === null || stopped) return;
    if (mayDownload()) hoursTimer = clock.after(options.hours.lookAgainMs(), watchHours);
    else controller.abort();
  };

  /** One round; answers after how many ms the next is due, null when there is nothing to do. */
  const tick = async (signal: AbortSignal): Promise<number | null> => {
    const playlist = target();
    if (playlist === null) return null;
    if (!mayDownload()) {
      noteHours(playlist);
      // A list that lacks nothing needs no line.
      if (known.length === 0) conclude(playlist, NOTHING_FETCHED);
      return options.hours.lookAgainMs();
    }
    const before = runningFor;
    runningFor = playlist;
    if (clock.monotonic() >= passNotBeforeMs) await pass(playlist, before, signal);
    if (signal.aborted) return 0;
    const untilPassMs = Math.max(0, passNotBeforeMs - clock.monotonic());
    if (isOutage) return untilPassMs;
    return Math.min(untilPassMs, await revalidation.step(filesOnScreen(playlist), signal));
  };

  /** Fetches what is missing and due, and sets when the next pass is. */
  const pass = async (
    playlist: HeldPlaylist,
    before: HeldPlaylist | null,
    signal: AbortSignal,
  ): Promise<void> => {
    const needs = withFormerAddresses(needsOf(playlist).filter(isMissing), playlist, before);
    meter = needs.length === 0 ? null : meterFor(playlist);
    leftOut.keepOnly(new Set(needs.map(({ url }) => url)));
    const due = needs.filter(({ url }) => !leftOut.isWaiting(url));
    const outcome = await fetchMissing(due, signal);
    if (signal.aborted) return;
    known = problemsOf(outcome, leftOut.failures(), playlist);
    isOutage = [...outcome.waiting].some(
      ([url, { code }]) => isOwnServer(url) && traitsOf(code).outage === 'round',
    );
    const delayMs = conclude(playlist, outcome) ?? leftOut.nextMs() ?? LONGEST_WAIT_MS;
    passNotBeforeMs = clock.monotonic() + delayMs;
    if (outcome.waiting.size === 0) meter = null;
    options.onSupplied();
  };

  const withFormerAddresses = (
    needs: readonly MediaRequest[],
    { items }: HeldPlaylist,
    before: HeldPlaylist | null,
  ): readonly MediaRequest[] => {
    if (needs.length === 0) return needs;
    const { staged, playing } = playlists();
    const former = formerAddresses(
      items,
      [before, staged, playing].map((list) => list?.items ?? []),
    );
    return needs.map((need) => {
      const formerUrl = former.get(need.url);
      if (formerUrl === undefined) return need;
      leftOut.rename(formerUrl, need.url);
      return { ...need, formerUrl };
    });
  };

  /** What plays is asked for as well while another list is on its way, or cannot come. */
  const filesOnScreen = (playlist: HeldPlaylist): readonly MediaRequest[] => {
    const { staged, playing } = playlists();
    return needsOf(playlist, staged, playing).filter((need) => media.find(need) !== null);
  };

  const isOwnServer = (url: string): boolean => originOf(url) === originOf(options.serverUrl());

  const fetchMissing = (
    needs: readonly MediaRequest[],
    signal: AbortSignal,
  ): Promise<DownloadPassOutcome> => {
    const { staged, playing } = playlists();
    return downloadPass(
      needs,
      {
        ensure: (need, either) => media.ensure(need, either),
        isOwnServer,
        failures,
        refuseWhenFull: staged !== null || playing?.complete === true,
        onReady: (need, record) => {
          leftOut.forget(need.url);
          pinned.add(record.sha256);
          meter?.done(need.url, record.size);
          options.onSupplied();
        },
        onGivenUp: (need, failure) => {
          if (failure.code === 'is-a-page') {
            pages.add(need.url);
            return;
          }
          leftOut.note(need.url, failure);
          log.warn('A file is left out for now', { file: need.fileName, reason: failure.message });
        },
      },
      signal,
    );
  };

  /** What follows from a round: the wait until the next one; null: nothing keeps the playlist waiting. */
  const conclude = (playlist: HeldPlaylist, { refused, waiting }: DownloadPassOutcome): number | null => {
    const isOffered = playlists().offered?.id === playlist.id;
    if (refused !== null) return LONGEST_WAIT_MS;
    if (waiting.size > 0) {
      rounds += 1;
      return retryDelay(null, rounds, { baseMs: RETRY_BASE_MS }, options.random);
    }
    rounds = 0;
    const listed = listedItems(playlist.items);
    const playable = listed.length === 0 || listed.some((item) => !isAbsent(item));
    if (isOffered && playable) options.onComplete();
    return null;
  };

  const isMissing = (need: MediaRequest): boolean => !pages.has(need.url) && media.find(need) === null;
  const isAbsent = (item: HeldPlaylist['items'][number]): boolean => {
    const need = mediaRequestOf(item);
    return need !== null && isMissing(need);
  };

  const meterFor = (playlist: HeldPlaylist): ProgressMeter => {
    const needs = needsOf(playlist);
    const made = createProgressMeter(needs, clock);
    for (const need of needs) {
      const here = media.find(need);
      if (here !== null) made.done(need.url, here.size);
    }
    return made;
  };

  const filesOf = (playlist: HeldPlaylist | null): string[] =>
    playlist === null ? [] : needsOf(playlist).flatMap((need) => media.find(need)?.sha256 ?? []);

  return {
    run,
    pin: () => {
      const { offered, staged, playing, previous } = playlists();
      pinned.clear();
      for (const playlist of [offered, staged, playing]) {
        for (const sha256 of filesOf(playlist)) pinned.add(sha256);
      }
      media.pin({ pinned, previous: new Set(filesOf(previous)) });
    },
    pages: () => pages,
    progress: () => meter?.read() ?? null,
    problems: () => [...known, ...revalidation.problems()],
    mediaEvent: (event) => {
      if (event.kind === 'progress') meter?.bytes(event.url, event.received, event.total);
      if (event.kind === 'changed') pinned.add(event.after);
      if (event.kind === 'lost') run();
    },
    revalidateAll: () => {
      revalidation.all();
      run();
    },
    retryNow: () => {
      rounds = 0;
      failures.clear();
      leftOut.endWaits();
      run();
    },
    cancel: () => {
      controller.abort();
      known = [];
      meter = null;
      failures.clear();
      leftOut.clear();
    },
    stop: async () => {
      stopped = true;
      timer?.cancel();
      hoursTimer?.cancel();
      controller.abort();
      await running;
    },
  };
}
