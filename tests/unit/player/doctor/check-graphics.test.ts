import { expect, it } from 'vitest';
import { graphicsFindings } from '../../../../src/player/doctor/check-graphics.ts';

const facts = {
  name: 'chromium',
  windowAlive: true,
  secretBackend: 'key-file',
  awake: null,
  graphics: null,
} as const;
const video = (fileName: string, name: string, isHardware: boolean) => ({
  fileName,
  decoder: { name, isHardware },
});

it('says nothing where nobody was asked', () => {
  expect(graphicsFindings(facts)).toEqual([]);
  expect(graphicsFindings({ ...facts, graphicsFacts: null, videos: [] })).toEqual([]);
});

it('says in Chromium’s own words what is in use', () => {
  const graphicsFacts = {
    renderer: 'Mesa Intel',
    compositing: 'enabled',
    rasterization: null,
    videoDecoding: 'disabled_software',
  };
  const [found] = graphicsFindings({ ...facts, graphicsFacts });
  expect(found?.code).toBe('shell-graphics');
  expect(found?.message).toBe(
    'Chromium draws with Mesa Intel; compositing: enabled, rasterization: –, video decoding: disabled_software.',
  );
});

it('names the videos by what decodes them, each kind by itself, and only the first few', () => {
  const software = Array.from({ length: 9 }, (_, index) =>
    video(`${index}.mp4`, 'FFmpegVideoDecoder', false),
  );
  const videos = [video('a.mp4', 'VaapiVideoDecoder', true), ...software];
  const found = graphicsFindings({ ...facts, videos });
  expect(found.map(({ code, params }) => [code, params['count']])).toEqual([
    ['shell-videos-hardware', 1],
    ['shell-videos-software', 9],
  ]);
  expect(found[0]?.message).toBe('Videos decoded in hardware: 1, such as a.mp4 (VaapiVideoDecoder).');
  expect(found[1]?.message).toContain('4.mp4');
  expect(found[1]?.message).not.toContain('5.mp4');
});
