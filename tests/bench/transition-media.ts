import type { CodedFile } from '../support/recording/coded-media.ts';

const film = { codec: 'h264', frames: 60, rate: 30, likeFilm: true } as const;
const still = { codec: 'png', frames: 1, rate: 30 } as const;

/** Neighbours that have little in common: codecs, sizes, shapes, rates, with and without sound, stills that are scaled and not. */
export const unlikeFiles: readonly CodedFile[] = [
  { ...film, name: 'v0.mp4', item: 0, width: 1280, height: 720 },
  { ...film, name: 'v1.mp4', item: 1, width: 1920, height: 1080 },
  { ...film, name: 'v2.webm', item: 2, codec: 'vp9', width: 640, height: 360 },
  { ...film, name: 'v3.mp4', item: 3, width: 640, height: 480, rate: 25, frames: 50 },
  { ...still, name: 'i4.png', item: 4, width: 1280, height: 720 },
  { ...still, name: 'i5.png', item: 5, width: 2560, height: 1440 },
  { ...film, name: 'v7.webm', item: 7, codec: 'vp9', width: 1280, height: 720 },
];

/** Each film after a still, before one, and after films of another codec, another size, or both. */
export const unlikeOrder: readonly number[] = [4, 0, 1, 2, 5, 1, 4, 2, 0, 7, 5, 7, 3, 1, 5, 3];
