import type { Clock } from '../../../src/shared/clock.ts';
import type { ProgramItem } from '../../../src/shared/program.ts';
import { fail, ok } from '../../../src/shared/result.ts';
import { createLayerBox, NO_FLAWS, type Layer, type LayerEvents, type StageSettings } from './layer.ts';
import { mediaEvent } from './media-events.ts';
import { release } from './release.ts';

/**
 * A sound, heard over the picture that it finds on the screen: that one stays until the sound is followed by another picture.
 * Over nothing, the standby screen is seen.
 */
export function createAudioLayer(
  page: Document,
  clock: Clock,
  item: ProgramItem,
  settings: StageSettings,
): Layer {
  const box = createLayerBox(page);
  const audio = page.createElement('audio');
  audio.preload = 'auto';
  box.append(audio);
  const gone = new AbortController();
  let events: LayerEvents | null = null;
  /** What is seen meanwhile. */
  let ground: Layer | null = null;

  function setVolume({ volume }: StageSettings): void {
    audio.volume = volume / 100;
  }
  setVolume(settings);

  const failure = (): string => `The sound ${item.fileName} cannot be played: ${audio.error?.message ?? ''}`;
  function tellEnd(): void {
    const leftMs = (audio.duration - audio.currentTime) * 1_000;
    if (Number.isFinite(leftMs)) events?.onEndKnown(clock.monotonic() + leftMs);
  }
  audio.addEventListener('ended', () => events?.onEnded(), { signal: gone.signal });
  audio.addEventListener('error', () => events?.onBroken(failure()), { signal: gone.signal });
  audio.addEventListener('playing', tellEnd, { signal: gone.signal });

  return {
    item,
    get element() {
      return ground?.element ?? box;
    },
    async prepare() {
      audio.src = item.source;
      audio.load();
      return (await mediaEvent(audio, 'loadeddata', gone.signal)) ? ok(null) : fail('undecodable', failure());
    },
    place: (positionMs) => {
      audio.currentTime = positionMs / 1_000;
      return Promise.resolve();
    },
    begin: () => undefined,
    enter(entered) {
      events = entered;
      tellEnd();
      audio.play().catch(() => events?.onBroken(failure()));
    },
    leave() {
      events = null;
      audio.pause();
    },
    standOn(before) {
      ground = before.yieldGround === undefined ? before : before.yieldGround();
      if (before !== ground) before.release();
    },
    yieldGround() {
      const yielded = ground;
      ground = null;
      return yielded;
    },
    isBare: () => ground === null,
    presented: () => Promise.resolve(),
    applySettings(changed) {
      setVolume(changed);
      ground?.applySettings(changed);
    },
    redraw: () => ground?.redraw?.(),
    framesPresented: () => 1,
    isMoving: () => false,
    isBuffering: () => false,
    position: () => audio.currentTime,
    flaws: () => NO_FLAWS,
    sample: () => ground?.sample() ?? Promise.resolve(null),
    preparedSample: () => ground?.preparedSample() ?? null,
    release() {
      events = null;
      gone.abort();
      ground?.release();
      ground = null;
      release(box);
    },
  };
}
