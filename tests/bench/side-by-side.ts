import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startVirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { PANEL, startMediaPlayer } from '../support/recording/coded-player.ts';
import { startPlainChromium } from './plain-chromium.ts';
import { membersOf, type ProcessMember } from './processes.ts';
import { servePlainPage, type ShownMedia } from './plain-page.ts';

export interface SideBySideOptions extends ShownMedia {
  /** Left out: a start fetches, decodes and makes a profile. */
  readonly warmUpMs: number;
  readonly measuredMs: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What one of the two used while it was measured, by kind of process. */
export interface UseByKind {
  readonly seconds: number;
  readonly kinds: ReadonlyMap<string, KindUse>;
}

export interface KindUse {
  /** Mean of a look every second. */
  readonly memoryMb: number;
  /** Shares of one core. */
  readonly cpuShare: number;
  readonly writtenBytes: number;
}

/**
 * The player and a bare Chromium, each on a screen of its own, show the same media at the same time: memory that the two
 * browsers share then counts alike for both, and what else the machine does disturbs both.
 */
export async function measureSideBySide(
  options: SideBySideOptions,
): Promise<{ readonly player: UseByKind; readonly bare: UseByKind }> {
  const [player, bare] = await Promise.all([startPlayerOf(options), startBareOf(options)]);
  try {
    await sleep(options.warmUpMs);
    const [ofPlayer, ofBare] = await Promise.all([
      useWithin(player.mark, options.measuredMs),
      useWithin(bare.mark, options.measuredMs),
    ]);
    return { player: ofPlayer, bare: ofBare };
  } finally {
    await Promise.all([player.stop(), bare.stop()]);
  }
}

interface Running {
  readonly mark: string;
  stop(): Promise<void>;
}

/** Polls as seldom as a player does unless it is told otherwise. */
const USUAL = { DIGIPLAYER_PLAYLIST_POLL_SECONDS: '60', DIGIPLAYER_TRANSITION: 'cross-fade' };

async function startPlayerOf({ folder, names, seconds, environment }: SideBySideOptions): Promise<Running> {
  const items = names.map((name) => ({ name, bytes: readFileSync(join(folder, name)), duration: seconds }));
  const player = await startMediaPlayer(items, { environment: { ...USUAL, ...environment } });
  for (let left = 600; (player.player.status()?.current ?? null) === null; left -= 1) {
    if (left === 0) throw new Error(`The player does not play: ${player.player.said()}`);
    await sleep(100);
  }
  return { mark: player.dataFolder, stop: () => player.stop() };
}

async function startBareOf(media: ShownMedia): Promise<Running> {
  const [server, display] = await Promise.all([servePlainPage(media), startVirtualDisplay(PANEL)]);
  if (!display.ok) throw new Error(display.error.message);
  const browser = startPlainChromium(display.value.name, server.address);
  return {
    mark: browser.profileFolder,
    stop: async () => {
      await browser.stop();
      await Promise.all([display.value.stop(), server.stop()]);
    },
  };
}

async function useWithin(mark: string, measuredMs: number): Promise<UseByKind> {
  const before = new Map(membersOf(mark).map((member) => [member.pid, member]));
  const latest = new Map<string, ProcessMember>();
  const memory = new Map<string, number>();
  const startedAt = performance.now();
  let looks = 0;
  do {
    await sleep(1_000);
    looks += 1;
    for (const member of membersOf(mark)) {
      latest.set(member.pid, member);
      memory.set(member.kind, (memory.get(member.kind) ?? 0) + member.memoryMb);
    }
  } while (performance.now() - startedAt < measuredMs);
  const seconds = (performance.now() - startedAt) / 1_000;
  const kinds = new Map<string, KindUse>();
  for (const { pid, kind, cpuSeconds, writtenBytes } of latest.values()) {
    const was = before.get(pid);
    const known = kinds.get(kind);
    kinds.set(kind, {
      memoryMb: (memory.get(kind) ?? 0) / looks,
      cpuShare: (known?.cpuShare ?? 0) + (cpuSeconds - (was?.cpuSeconds ?? 0)) / seconds,
      writtenBytes: (known?.writtenBytes ?? 0) + writtenBytes - (was?.writtenBytes ?? 0),
    });
  }
  return { seconds, kinds };
}

/** Sums up what `of` says of the kinds that `isMeant` names. */
export function sumOf(
  { kinds }: UseByKind,
  of: keyof KindUse,
  isMeant: (kind: string) => boolean = () => true,
): number {
  return [...kinds].reduce((sum, [kind, use]) => sum + (isMeant(kind) ? use[of] : 0), 0);
}
