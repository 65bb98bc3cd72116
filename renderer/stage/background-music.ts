import { every } from '../../src/shared/async.ts';
import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import type { ProgramItem } from '../../src/shared/program.ts';
import { release } from './layers/release.ts';

/** Music beside the program, softly while the program is heard itself. */
export interface BackgroundMusic {
  /** Plays these, one after the other and again; what plays goes on where it is among them. */
  play(tracks: readonly ProgramItem[]): void;
  /** What is on the screen now; null: nothing. */
  readonly hearItem: (item: ProgramItem | null) => void;
  /** From 0 to 100. */
  setVolume(volume: number): void;
  stop(): void;
}

/** How loud it is under a sound of the program, of its own volume. */
const DUCKED_LEVEL = 0.1;
const STEP_MS = 20;
/** From loud to soft in this time: within the 300 ms in which a voice has to be understood. */
const FADE_MS = 160;
/** When none of the tracks plays, they are tried again after this. */
const TRY_AGAIN_MS = 30_000;

/** Whether an item has a sound that is meant to be heard. */
export function isHeard({ kind, muted }: ProgramItem): boolean {
  return !muted && (kind === 'video' || kind === 'audio' || kind === 'stream');
}

/** Makes {@link BackgroundMusic}; `makeAudio` makes an element for each track. */
export function createBackgroundMusic(makeAudio: () => HTMLAudioElement, clock: Clock): BackgroundMusic {
  let audio: HTMLAudioElement | null = null;
  let gone = new AbortController();
  let tracks: readonly ProgramItem[] = [];
  let current: ProgramItem | null = null;
  let volume = 100;
  let level = 1;
  let target = 1;
  /** Of the fade that runs: a machine that is busy takes fewer steps, and no longer. */
  let begun = { level: 1, atMs: 0 };
  let failures = 0;
  let again: ClockTimer | null = null;

  const apply = (): void => {
    if (audio !== null) audio.volume = Math.min(1, Math.max(0, (volume / 100) * level));
  };
  const fade = every(clock, STEP_MS, () => {
    const done = Math.min(1, (clock.monotonic() - begun.atMs) / FADE_MS);
    level = done === 1 ? target : begun.level + (target - begun.level) * done;
    apply();
    if (level === target) fade.stop();
  });

  const silence = (): void => {
    again?.cancel();
    gone.abort();
    if (audio !== null) release(audio);
    again = current = audio = null;
  };
  const start = (track: ProgramItem): void => {
    silence();
    gone = new AbortController();
    const { signal } = gone;
    const made = makeAudio();
    made.addEventListener('playing', () => (failures = 0), { signal });
    made.addEventListener('ended', next, { signal });
    made.addEventListener('error', onError, { signal });
    audio = made;
    current = track;
    apply();
    made.src = track.source;
    made.play().catch(() => undefined);
  };
  function next(): void {
    const at = tracks.findIndex(({ key }) => key === current?.key);
    const track = tracks[(at + 1) % Math.max(1, tracks.length)];
    if (track !== undefined) start(track);
  }
  function onError(): void {
    failures += 1;
    if (failures < tracks.length) next();
    else again ??= clock.after(TRY_AGAIN_MS, next);
  }

  return {
    play(wanted) {
      tracks = wanted;
      const isSame = tracks.some(({ key, source }) => key === current?.key && source === current.source);
      if (isSame) return;
      failures = 0;
      if (tracks.length === 0) silence();
      else next();
    },
    hearItem(item) {
      const wanted = item !== null && isHeard(item) ? DUCKED_LEVEL : 1;
      if (wanted === target) return;
      target = wanted;
      begun = { level, atMs: clock.monotonic() };
      fade.start();
    },
    setVolume(changed) {
      volume = changed;
      apply();
    },
    stop() {
      fade.stop();
      silence();
    },
  };
}
