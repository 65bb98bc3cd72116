/** What has been drawn for a box of one size may be too coarse for the next. */
export interface GrowthWatch {
  start(): void;
  stop(): void;
}

/** Tells when the box gets another size in device pixels: another panel, another scale factor, another rotation. */
export function createGrowthWatch(page: Document, element: HTMLElement, onChange: () => void): GrowthWatch {
  const Observer = page.defaultView?.ResizeObserver;
  const observer = Observer === undefined ? null : new Observer(onChange);
  return {
    start: () => {
      observer?.observe(element, { box: 'device-pixel-content-box' });
    },
    stop: () => {
      observer?.disconnect();
    },
  };
}
