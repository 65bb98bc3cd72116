// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hasOpaqueFrames, readVideoPixels } from '../../../../renderer/stage/read-video-pixels.ts';

const WIDTH = 320;
const HEIGHT = 180;
const closed = vi.fn();

/** A decoded frame as WebCodecs hands it out: bright on its left half. */
class FakeFrame {
  static formatOfAll: string | null = 'I420';
  static isFullRange = false;
  readonly format: string | null = FakeFrame.formatOfAll;
  readonly visibleRect = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
  readonly colorSpace = { fullRange: FakeFrame.isFullRange };
  allocationSize({ rect }: { rect: { width: number; height: number } }): number {
    return rect.width * rect.height * 1.5 * this.sampleBytes;
  }
  private get sampleBytes(): number {
    return this.format?.includes('P1') === true ? 2 : 1;
  }
  copyTo(bytes: Uint8Array, { rect }: { rect: { y: number; width: number; height: number } }): Promise<void> {
    expect(rect.y % 2).toBe(0);
    const samples = this.sampleBytes === 1 ? bytes : new Uint16Array(bytes.buffer);
    const scale = this.sampleBytes === 1 ? 1 : 4;
    samples.fill(16 * scale);
    for (let line = 0; line < rect.height; line++)
      samples.fill(235 * scale, line * rect.width, line * rect.width + WIDTH / 2);
    return Promise.resolve();
  }
  close = closed;
}

describe('a video that is read back', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    closed.mockReset();
    Object.assign(FakeFrame, { formatOfAll: 'I420', isFullRange: false });
  });
  const read = (): ReturnType<typeof readVideoPixels> => {
    vi.stubGlobal('VideoFrame', FakeFrame);
    return readVideoPixels(document, document.createElement('video'));
  };

  it('gives the brightness of 16×9 cells as a screen shows it, and lets the frame go', async () => {
    const cells = (await read())?.cells ?? [];
    expect(cells.length).toBe(16 * 9);
    expect(cells.slice(0, 16)).toEqual([...Array<number>(8).fill(255), ...Array<number>(8).fill(0)]);
    expect(closed).toHaveBeenCalledOnce();
  });

  it('reads a film of ten bits as one of eight', async () => {
    FakeFrame.formatOfAll = 'I420P10';
    expect((await read())?.cells.slice(6, 10)).toEqual([255, 255, 0, 0]);
  });

  it('takes the numbers of a film of the full range as they are', async () => {
    FakeFrame.isFullRange = true;
    expect((await read())?.cells[0]).toBe(235);
  });

  it('is opaque unless its frames have transparency, or hide what they have', () => {
    vi.stubGlobal('VideoFrame', FakeFrame);
    const isOpaque = (format: string | null): boolean => {
      FakeFrame.formatOfAll = format;
      return hasOpaqueFrames(document.createElement('video'));
    };
    expect(['I420', 'NV12', 'I420P10', 'RGBX'].map(isOpaque)).toEqual([true, true, true, true]);
    expect(['I420A', 'I420AP10', 'RGBA', null].map(isOpaque)).toEqual([false, false, false, false]);
    expect(closed).toHaveBeenCalledTimes(8);
    vi.unstubAllGlobals();
    expect(isOpaque('I420')).toBe(false);
  });

  it('draws it where the planes cannot be had, and says nothing where that fails too', async () => {
    FakeFrame.formatOfAll = null;
    expect(await read()).toBeNull();
    expect(closed).toHaveBeenCalledOnce();
  });
});
