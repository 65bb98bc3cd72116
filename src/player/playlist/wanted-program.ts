import type { ProgramItem } from '../../shared/program.ts';
import type { MediaStore } from '../media/media-types.ts';
import { defaultItems, listedItems } from './default-item.ts';
import type { GroupMarks } from './group-marks.ts';
import { createGroupSlots } from './group-slots.ts';
import type { OwnContent } from './own-content.ts';
import type { PlaylistItem } from './playlist-item.ts';
import type { HeldPlaylist, HeldSlots } from './playlist-slots.ts';
import { createProgramItems, type KnownPages } from './program-for.ts';
import type { WantedProgram } from './program-publisher.ts';

/** The program of a screen to which no list of a server has come. */
const OWN_PROGRAM = 'own-content';

/** Says what should play, as far as its files are here. */
export interface ProgramChoice {
  /** What should play now; null: nothing was ever here to play. */
  wanted(held: HeldSlots): WantedProgram | null;
  readonly itemsOf: (items: readonly PlaylistItem[]) => readonly ProgramItem[];
  /** An item that plays in the place of any list. */
  ownItem(key: string): PlaylistItem | null;
  ownItems(): readonly ProgramItem[];
}

export interface ProgramChoiceDependencies {
  readonly media: Pick<MediaStore, 'find'>;
  readonly pages: () => KnownPages;
  readonly groupMarks: Pick<GroupMarks, 'noteOffer' | 'takesOverAt'> | null;
  readonly ownContent: Pick<OwnContent, 'lists' | 'music' | 'mayStandAlone'>;
  /** From when on the screens of a group show the list of this id, synchronised epoch ms; null: at once. */
  readonly takesOverAt: (id: string) => number | null;
  /** Whether a list that still grows may come to the screen, with these items. */
  readonly mayBegin: (
    offered: HeldPlaylist,
    playing: HeldPlaylist | null,
    items: readonly ProgramItem[],
  ) => boolean;
}

/** By its bytes, whatever a file is called. */
function isSeen({ kind }: ProgramItem): boolean {
  return kind !== 'audio';
}

/** Makes the {@link ProgramChoice}. */
export function createProgramChoice(dependencies: ProgramChoiceDependencies): ProgramChoice {
  const { media, pages, groupMarks, ownContent, takesOverAt, mayBegin } = dependencies;
  const programItems = createProgramItems({ isGrouped: groupMarks !== null });
  const groupSlots = createGroupSlots();

  const itemsOf = (items: readonly PlaylistItem[]): readonly ProgramItem[] =>
    programItems(items, (need) => media.find(need), pages());

  const standInsFor = (held: HeldPlaylist | null): readonly (readonly ProgramItem[])[] =>
    [
      itemsOf(defaultItems(held?.items ?? [])),
      ...ownContent.lists().map((list) => itemsOf(list).filter(isSeen)),
    ].filter((items) => items.length > 0);
  const music = (): readonly ProgramItem[] => itemsOf(ownContent.music()).filter((item) => !isSeen(item));

  const wantedOf = (held: HeldPlaylist, items: readonly ProgramItem[]): WantedProgram => {
    const { id } = held;
    const standIns = standInsFor(held);
    const wanted = { id, items, standIns, music: music() };
    if (groupMarks === null) return wanted;
    const slots = groupSlots(listedItems(held.items), (need) => media.find(need));
    return { ...wanted, group: { slots, fromMs: takesOverAt(id) } };
  };

  return {
    itemsOf,
    ownItem: (key) =>
      ownContent
        .lists()
        .flat()
        .find((item) => item.key === key) ?? null,
    ownItems: () => itemsOf(ownContent.lists().flat()),
    /** The first playlist grows while it is fetched; a later one waits until it is staged. */
    wanted: ({ staged, playing, offered }) => {
      const settled = staged ?? playing;
      if (settled?.complete !== true && offered !== null) {
        const items = itemsOf(listedItems(offered.items));
        if (items.length > 0 && mayBegin(offered, playing, items)) return wantedOf(offered, items);
      }
      if (settled !== null) return wantedOf(settled, itemsOf(listedItems(settled.items)));
      const standIns = offered !== null || ownContent.mayStandAlone() ? standInsFor(offered) : [];
      return standIns.length === 0 ? null : { id: OWN_PROGRAM, items: [], standIns, music: music() };
    },
  };
}
