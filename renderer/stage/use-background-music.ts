import { useEffect, useState } from 'react';
import type { Clock } from '../../src/shared/clock.ts';
import type { ProgramItem } from '../../src/shared/program.ts';
import { createBackgroundMusic, type BackgroundMusic } from './background-music.ts';

/** Plays `tracks` beside the program for as long as the component lives. */
export function useBackgroundMusic(
  clock: Clock,
  tracks: readonly ProgramItem[],
  volume: number,
): BackgroundMusic {
  const [music] = useState(() => createBackgroundMusic(() => document.createElement('audio'), clock));
  useEffect(() => {
    music.setVolume(volume);
  }, [music, volume]);
  useEffect(() => {
    music.play(tracks);
  }, [music, tracks]);
  useEffect(
    () => () => {
      music.play([]);
    },
    [music],
  );
  return music;
}
