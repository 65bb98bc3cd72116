// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react';
import { useRef, type ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { usePictureBox } from '../../../../renderer/stage/use-picture-box.ts';
import type { PlayerBridge } from '../../../../src/shared/bridge.ts';
import type { PictureBox } from '../../../../src/shared/drawing.ts';

let resize: () => void;
vi.stubGlobal(
  'ResizeObserver',
  class {
    constructor(onResize: () => void) {
      resize = onResize;
    }
    observe = (): void => {
      resize();
    };
    disconnect = (): void => {
      resize = () => undefined;
    };
  },
);
afterEach(cleanup);

it('tells the box of the stage when it stands, when its size changes and when another fit is set', () => {
  const told: unknown[] = [];
  const call = (name: string, box: unknown): Promise<unknown> => {
    told.push([name, box]);
    return Promise.resolve();
  };
  const bridge = { call } as unknown as PlayerBridge;
  const size = { width: 720, height: 1_280 };
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockImplementation(() => size.width);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockImplementation(() => size.height);

  function Stage({ fit }: { readonly fit: PictureBox['fit'] }): ReactNode {
    const stage = useRef<HTMLDivElement>(null);
    usePictureBox(bridge, stage, fit);
    return <div ref={stage} />;
  }
  const shown = render(<Stage fit="contain" />);
  size.width = 0;
  resize();
  size.width = 1_920;
  resize();
  shown.rerender(<Stage fit="cover" />);
  const last = resize;
  shown.unmount();
  expect(last).not.toBe(resize);
  expect(told).toEqual([
    ['report-picture-box', { width: 720, height: 1_280, fit: 'contain' }],
    ['report-picture-box', { width: 1_920, height: 1_280, fit: 'contain' }],
    ['report-picture-box', { width: 1_920, height: 1_280, fit: 'cover' }],
  ]);
});
