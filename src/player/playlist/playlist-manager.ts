import type { ProgramItem } from '../../shared/program.ts';
import { ok, type Failure } from '../../shared/result.ts';
import { defaultItems, listedItems } from './default-item.ts';
import { haveSameAddresses } from './former-addresses.ts';
import { createFirstItemWait } from './first-item-wait.ts';
import { beginRound, isLost, markFailed, markShown, type FirstRound } from './first-round.ts';
import { normalisePlaylist, type NormalisedPlaylist } from './normalise-playlist.ts';
import { carryOverPlaylistIds } from './playlist-identity.ts';
import { createListNames } from './list-names.ts';
import { loadPlaylistSlots, type HeldPlaylist, type HeldSlots } from './playlist-slots.ts';
import type { ProgramStart } from './program-for.ts';
import { createProgramPublisher } from './program-publisher.ts';
import { createProgramChoice } from './wanted-program.ts';
import { createResumePoint } from './resume-point.ts';
import { showsTheSame } from './same-content.ts';
import { createScreenFailures } from './screen-failures.ts';
import { readShuffleSeed } from './shuffle-seed.ts';
import { createPlaylistDownloader } from './playlist-downloader.ts';
import { rejection, statusOf, UNSAVED } from './playlist-status.ts';
import type { PlaylistManager, PlaylistManagerDependencies } from './playlist-manager.types.ts';

/** Makes the {@link PlaylistManager} and loads what player.db holds. */
export function createPlaylistManager(options: PlaylistManagerDependencies): PlaylistManager {
  const { media, clock, log, onChange } = options;
  carryOverPlaylistIds(options.records, options.keyValues, log);
  const slots = loadPlaylistSlots(options.records, log);
  const resume = createResumePoint(options.keyValues, clock, log);
  const screen = createScreenFailures(media, log);
  const groupMarks = options.groupMarks ?? null;
  const ownContent = options.ownContent ?? NO_OWN_CONTENT;
  const shuffleSeed =
    options.shuffles === true ? readShuffleSeed(options.keyValues, options.random ?? Math.random, log) : null;
  let takeOver: { readonly id: string; readonly atMs: number | null } | null = null;
  let round: FirstRound | null = null;
  let offerProblems: readonly Failure[] = [];
  const names = createListNames();

  const supply = createPlaylistDownloader({
    ...options,
    hours: options.downloadHours,
    random: options.random ?? Math.random,
    playlists: () => slots.read(),
    onSupplied: () => {
      publisher.publishSoon();
      onChange();
    },
    onComplete: () => {
      stage();
    },
  });
  const firstItem = createFirstItemWait(clock, () => {
    publisher.publish();
    onChange();
  });
  const choice = createProgramChoice({
    ...{ media, groupMarks, ownContent },
    pages: () => supply.pages(),
    takesOverAt: (id) => (takeOver?.id === id ? takeOver.atMs : null),
    // A list that is on the screen already goes on; what plays now is worth more than the right beginning.
    mayBegin: (offered, playing, items) =>
      playing !== null || firstItem.mayBegin(offered.id, items[0]?.key === offered.items[0]?.key),
  });
  const { itemsOf } = choice;
  const publisher = createProgramPublisher(
    () => choice.wanted(slots.read()),
    startOf,
    options.onProgram,
    clock,
  );

  function startOf(id: string): ProgramStart {
    const { item = null, turn = null } = resume.at(id) ?? {};
    return shuffleSeed === null ? { item } : { item, shuffle: { seed: shuffleSeed, turn } };
  }

  /** Every change of the slots goes through here, so that pins, screen and status follow. */
  const move = (changes: Partial<HeldSlots>): void => {
    slots.move(changes);
    supply.pin();
    publisher.publish();
    onChange();
  };

  const stage = (): void => {
    const { offered, playing } = slots.read();
    if (offered === null) return;
    const complete = { ...offered, complete: true };
    const slot = playing?.id === offered.id ? undefined : slotShowing(complete);
    if (slot !== undefined) {
      takeOverNames(slot, complete);
      return;
    }
    takeOver = { id: offered.id, atMs: groupMarks?.takesOverAt() ?? null };
    log.info('The playlist is complete', { playlist: offered.id, items: offered.items.length });
    if (playing?.id === offered.id) move({ playing: complete, offered: null });
    else move({ staged: complete, offered: null, rejected: null });
  };

  /** Where a list that shows the very same is held. An empty one is never what was given up. */
  const slotShowing = (other: HeldPlaylist): 'staged' | 'playing' | 'rejected' | undefined =>
    (['staged', 'playing', 'rejected'] as const).find((name) => {
      const held = slots.read()[name];
      if (held === null || (name === 'rejected' && other.items.length === 0)) return false;
      const hasEqualLists = listedItems(held.items).length === listedItems(other.items).length;
      return hasEqualLists && showsTheSame(itemsOf(held.items), itemsOf(other.items));
    });

  /**
   * Only its addresses or names are new: what it shows is on the screen, or on its way there, or was given up, under the
   * id that it has.
   */
  const takeOverNames = (slot: 'staged' | 'playing' | 'rejected', offered: HeldPlaylist): void => {
    const held = slots.read()[slot];
    if (held === null) return;
    log.debug('The playlist names the same content anew', { playlist: held.id, version: offered.version });
    const { staged, playing, rejected } = slots.read();
    names.renamed(
      held,
      offered,
      [staged, playing, rejected].map((live) => live?.id),
    );
    const renamed = { ...offered, id: held.id };
    // Back at what plays, nothing else is on its way to the screen.
    move({ ...(slot === 'playing' ? { staged: null, rejected: null } : {}), [slot]: renamed, offered: null });
  };

  const take = (playlist: NormalisedPlaylist): boolean => {
    const { offered, staged, playing, rejected } = slots.read();
    const { id, version, items } = playlist;
    const latest = offered ?? staged ?? playing;
    if (id === names.textOf(latest) || id === names.textOf(rejected)) {
      noteVersion(playlist);
      return false;
    }
    const isRenamed = latest !== null && haveSameAddresses(latest.items, items);
    // Whether it shows what was given up is known once its files are here.
    const isSameRejected = rejected !== null && haveSameAddresses(rejected.items, items);
    log[isRenamed ? 'debug' : 'info']('Another playlist is offered', {
      playlist: id,
      version,
      items: items.length,
    });
    groupMarks?.noteOffer();
    const next = { id, version, items, complete: false };
    if (names.isBack(id) && id === playing?.id) {
      move({ playing: { ...next, complete: playing.complete }, offered: null, staged: null, rejected: null });
    } else if (id === playing?.id)
      move({ offered: playing.complete ? null : next, staged: null, rejected: null });
    else if (id === staged?.id) move({ offered: null, rejected: null });
    else move({ offered: next, rejected: isSameRejected ? rejected : null });
    supply.run();
    return true;
  };

  /** The same items under another version: files may have changed behind their addresses. */
  const noteVersion = ({ id, version }: NormalisedPlaylist): void => {
    const slot = (['offered', 'staged', 'playing', 'rejected'] as const).find(
      (name) => names.textOf(slots.read()[name]) === id,
    );
    const held = slot === undefined ? null : slots.read()[slot];
    if (slot === undefined || held === null || held.version === version) return;
    slots.move({ [slot]: { ...held, version } });
    supply.revalidateAll();
    onChange();
  };

  const confirmPlaying = (programId: string): void => {
    const { staged, offered, playing, previous } = slots.read();
    const keep = playing?.complete === true ? playing : previous;
    if (staged?.id === programId) {
      screen.forget();
      move({ playing: staged, previous: keep, staged: null });
      log.info('The playlist was switched', { playlist: programId, version: staged.version });
    } else if (offered?.id === programId && playing?.id !== programId && playing?.complete !== true) {
      move({ playing: offered, previous: keep });
    }
  };

  /** Answers false where there is none to go back to. */
  const giveUp = (lost: HeldPlaylist): boolean => {
    const { staged, previous } = slots.read();
    const back = staged?.id === lost.id ? 'staged' : 'playing';
    if (back === 'playing' && previous === null) return false;
    log.error('Most of the new playlist does not play; back to the one before', { playlist: lost.id });
    round = null;
    screen.forget();
    if (back === 'staged') move({ staged: null, rejected: lost });
    else move({ playing: previous, previous: null, rejected: lost });
    return true;
  };

  const heldOf = (programId: string): HeldPlaylist | null => {
    const { staged, playing, offered } = slots.read();
    return [staged, playing, offered].find((held) => held?.id === programId) ?? null;
  };

  const roundOf = (programId: string): FirstRound | null => {
    if (round?.programId === programId) return round;
    const { staged } = slots.read();
    return staged?.id === programId
      ? beginRound(programId, itemsOf(listedItems(staged.items)).filter(countsInRound).length)
      : null;
  };

  const itemOf = (programId: string, itemKey: string): ProgramItem | null => {
    const held = heldOf(programId);
    const known = held === null ? [] : [...held.items, ...names.former()];
    const item = known.find(({ key }) => key === itemKey) ?? choice.ownItem(itemKey);
    return item === null ? null : (itemsOf([item])[0] ?? null);
  };

  const standsIn = (programId: string, key: string): boolean =>
    choice.ownItem(key) !== null || defaultItems(heldOf(programId)?.items ?? [])[0]?.key === key;
  /** The round of a program, for an item of its list that proves something of it. */
  const roundFor = (programId: string, item: ProgramItem): FirstRound | null =>
    standsIn(programId, item.key) || !countsInRound(item) ? null : roundOf(programId);

  return {
    start: () => {
      supply.pin();
      supply.run();
    },
    stop: async () => {
      publisher.stop();
      firstItem.stop();
      resume.flush();
      await supply.stop();
    },
    keepPlace: resume.flush,
    currentProgram: () => publisher.current(),
    accept: (body) => {
      const playlist = normalisePlaylist(body, { serverUrl: options.serverUrl() });
      if (!playlist.ok) {
        offerProblems = [playlist.error];
        onChange();
        return playlist;
      }
      const { id, version, items, skipped, unread } = playlist.value;
      const changed = take(playlist.value);
      const problems = [...skipped, ...unread];
      // A list whose text changes at each poll must not fill the log with what is wrong with all of them.
      const known = new Set(offerProblems.map(({ message }) => message));
      const isNews = problems.length !== known.size || problems.some(({ message }) => !known.has(message));
      if (isNews) for (const { message } of problems) if (!known.has(message)) log.warn(message);
      if (changed || isNews) {
        offerProblems = problems;
        onChange();
      }
      return ok({ id, version, items: listedItems(items).length, skipped, changed });
    },
    slotOf: (id) => names.slotOf(slots.read(), id),
    withdraw: (id) => {
      if (slots.read().offered?.id !== id) return;
      supply.cancel();
      move({ offered: null });
      supply.run();
    },
    confirmPlaying: (programId) => {
      round = roundOf(programId);
      confirmPlaying(programId);
    },
    itemShown: (programId, itemKey, turn) => {
      const item = itemOf(programId, itemKey);
      if (item === null) return;
      const known = roundFor(programId, item);
      if (known !== null) round = markShown(known, itemKey);
      if (!standsIn(programId, itemKey)) resume.shown(programId, itemKey, turn);
      screen.shown(item);
      if (item.sha256 !== null) media.played(item.sha256);
    },
    itemFailed: (programId, itemKey, reason) => {
      const item = itemOf(programId, itemKey);
      if (item === null) return;
      const known = roundFor(programId, item);
      if (known !== null) round = markFailed(known, itemKey);
      const held = heldOf(programId);
      if (round?.programId === programId && isLost(round) && held !== null && giveUp(held)) return;
      const others = choice.ownItem(itemKey) === null ? itemsOf(held?.items ?? []) : choice.ownItems();
      if (screen.failed(item, others, reason)) publisher.publish();
      onChange();
    },
    mediaEvent: (event) => {
      if (event.kind === 'previous-given-up' && slots.read().previous !== null) move({ previous: null });
      if (event.kind === 'lost' || event.kind === 'changed') publisher.publishSoon();
      supply.mediaEvent(event);
      if (event.kind !== 'progress' || supply.progress() !== null) onChange();
    },
    status: () => statusOf(slots.read()),
    progress: () => supply.progress(),
    problems: () => [
      ...(slots.unsaved() ? [UNSAVED] : []),
      ...rejection(slots.read()),
      ...supply.problems(),
      ...offerProblems,
      ...screen.problems(),
      ...ownContent.problems(),
    ],
    supplyProblems: () => supply.problems(),
    item: itemOf,
    holds: (kind, address) => {
      const { staged, playing, offered } = slots.read();
      const held = [staged, playing, offered].filter((one) => one !== null);
      return held
        .flatMap(({ items }) => itemsOf(items))
        .some((item) => item.kind === kind && item.source === address);
    },
    standInsChanged: () => {
      publisher.publishSoon();
    },
    retryNow: () => {
      supply.retryNow();
    },
    forget: () => {
      offerProblems = [];
      round = null;
      firstItem.stop();
      supply.cancel();
      move({ offered: null, staged: null, playing: null, previous: null, rejected: null });
    },
  };
}

const NO_OWN_CONTENT: NonNullable<PlaylistManagerDependencies['ownContent']> = {
  lists: () => [],
  music: () => [],
  mayStandAlone: () => false,
  problems: () => [],
};

/** A web page or a stream is not of the playlist's own bytes: one whose server is down today may be there tomorrow. */
function countsInRound({ kind }: ProgramItem): boolean {
  return kind !== 'web' && kind !== 'stream';
}
