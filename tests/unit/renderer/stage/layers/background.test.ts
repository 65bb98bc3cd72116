// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { coversBox, createBackground } from '../../../../../renderer/stage/layers/background.ts';

const size = (width: number, height: number) => ({ width, height });

describe('the background of a layer', () => {
  it('is not there at first, whatever its colour becomes', () => {
    const box = document.createElement('div');
    const background = createBackground(box, '#ff00ff');
    background.setColour('#00ff00');
    expect(box.style.backgroundColor).toBe('');
    background.set(true);
    expect(box.style.backgroundColor).toBe('#00ff00');
    background.setColour('#0000ff');
    expect(box.style.backgroundColor).toBe('#0000ff');
    background.set(false);
    expect(box.style.backgroundColor).toBe('');
  });
});

describe('a picture', () => {
  it('covers its box when it is stretched or cut to it, whatever its shape', () => {
    expect(coversBox(size(640, 480), size(1920, 1080), 'fill')).toBe(true);
    expect(coversBox(size(640, 480), size(1920, 1080), 'cover')).toBe(true);
  });

  it('that is shown whole covers it when it has its shape, to the pixel', () => {
    expect(coversBox(size(640, 360), size(1920, 1080), 'contain')).toBe(true);
    expect(coversBox(size(1366, 768), size(1920, 1080), 'contain')).toBe(true);
    expect(coversBox(size(640, 480), size(1920, 1080), 'contain')).toBe(false);
    expect(coversBox(size(1080, 1920), size(1920, 1080), 'contain')).toBe(false);
    expect(coversBox(size(1916, 1080), size(1920, 1080), 'contain')).toBe(false);
  });
});
