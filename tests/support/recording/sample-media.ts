import type { CodedFile } from './coded-media.ts';

const panel = { width: 1280, height: 720 } as const;
const image = (item: number): CodedFile => ({
  ...panel,
  name: `image-${item}.png`,
  item,
  codec: 'png',
  frames: 1,
  rate: 25,
});
const video = (item: number, more: Partial<CodedFile>): CodedFile => ({
  ...panel,
  name: `video-${item}.mp4`,
  item,
  codec: 'h264',
  frames: 24,
  rate: 30,
  ...more,
});

/** Videos of two codecs, two sizes and two rates, and images: all kinds of neighbours come up in {@link mixedOrder}. */
export const mixedFiles: readonly CodedFile[] = [
  video(0, {}),
  video(1, { frames: 20 }),
  video(2, { name: 'video-2.webm', codec: 'vp9' }),
  video(3, { frames: 20, rate: 25, width: 640, height: 360 }),
  image(4),
  image(5),
  { ...panel, name: 'leaflet-6.pdf', item: 6, codec: 'pdf', frames: 2, rate: 1 },
];

/** image→image, image→video, video→video of the same kind, of another codec, another size and rate, video→image, video→PDF→video. */
export const mixedOrder: readonly number[] = [4, 5, 0, 1, 2, 6, 3, 5, 1, 4, 2];

/** The magenta that no test picture has. */
export const BACKGROUND = '#ff00ff';
