import { expect, it } from 'vitest';
import { createTouchFrames } from '../../../../src/shells/common/touch-frames.ts';

function onMap() {
  const frames = createTouchFrames();
  frames.use(['map.example']);
  return frames;
}

it('lets a page that may be touched lead to hosts of the list alone, and any other one where it likes', () => {
  const frames = onMap();
  expect(frames.mayLoad('map', 'https://map.example/')).toBe(true);
  expect(frames.isTouchable('map')).toBe(true);
  for (const address of [
    'https://map.example/b',
    'about:srcdoc',
    'about:blank',
    'blob:https://map.example/1',
    'data:,a',
  ])
    expect(frames.mayLoad('map', address), address).toBe(true);
  for (const address of [
    'https://away.example/',
    'file:///etc/passwd',
    'mailto:a@b.c',
    'about:settings',
    'chrome://version',
  ])
    expect(frames.mayLoad('map', address), address).toBe(false);

  expect(frames.mayLoad('board', 'https://board.example/')).toBe(true);
  expect(frames.mayLoad('board', 'https://map.example/')).toBe(true);
  expect(frames.isTouchable('board'), 'what it became later').toBe(false);
});

it('says what a frame is by its first address of the web, not by the empty one that it begins with', () => {
  const frames = onMap();
  expect(frames.mayLoad(7, 'about:blank')).toBe(true);
  expect(frames.mayLoad(7, 'https://map.example/')).toBe(true);
  expect(frames.mayLoad(7, 'https://away.example/')).toBe(false);
});

it('forgets a frame that is gone, and the oldest of very many', () => {
  const frames = onMap();
  frames.mayLoad('map', 'https://map.example/');
  frames.forget('map');
  expect(frames.isTouchable('map')).toBe(false);
  for (let n = 0; n <= 200; n += 1) frames.mayLoad(n, 'https://map.example/');
  expect([frames.isTouchable(0), frames.isTouchable(1), frames.isTouchable(200)]).toEqual([
    false,
    true,
    true,
  ]);
});

it('is in use while there is a host', () => {
  const frames = onMap();
  expect(frames.isInUse()).toBe(true);
  frames.use([]);
  expect(frames.isInUse()).toBe(false);
});
