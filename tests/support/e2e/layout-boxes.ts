import type { Page } from '@playwright/test';

/** One thing that a person sees on a page: a control, a picture or a piece of text. */
export interface LayoutBox {
  /** Its element, and its role where it says one: `button`, `p`, `div.alert`. */
  readonly element: string;
  readonly text: string;
  /** CSS px from the page's top left corner. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fontPx: number;
  /** Red, green and blue, each 0 to 255. */
  readonly colour: readonly number[];
  /** What is painted behind it by itself; its alpha comes last, 0 where nothing is. */
  readonly background: readonly number[];
}

/** What another version of the browser, or another machine, lays out differently without anything being wrong. */
const TOLERANCE = { px: 5, shade: 6 } as const;

/** Everything that is to be seen on `page`, in the order of the document, when what moves on it has come to its end. */
export function readLayout(page: Page): Promise<LayoutBox[]> {
  return page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      const endless = animation.effect?.getComputedTiming().endTime === Infinity;
      if (endless) animation.cancel();
      else animation.finish();
    }
    const seenByItself = new Set(
      'button input select textarea img svg canvas video dialog progress'.split(' '),
    );
    const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const shadesOf = (colour: string): number[] => {
      if (paint === null) return [];
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = colour;
      paint.fillRect(0, 0, 1, 1);
      return [...paint.getImageData(0, 0, 1, 1).data];
    };
    const textOf = (element: Element): string => {
      const own = [...element.childNodes]
        .map((node) => (node.nodeType === 3 ? node.textContent : ' '))
        .join('');
      const words = own.replace(/\s+/g, ' ').trim();
      if (words !== '') return words;
      return (element as HTMLInputElement).value || (element.getAttribute('aria-label') ?? '');
    };
    const boxes: LayoutBox[] = [];
    const visit = (element: Element): void => {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return;
      const tag = element.tagName.toLowerCase();
      const text = tag === 'option' ? '' : textOf(element);
      const { x, y, width, height } = element.getBoundingClientRect();
      const role = element.getAttribute('role');
      if (width > 0 && height > 0 && (text !== '' || seenByItself.has(tag) || role !== null)) {
        const { fontSize, color, backgroundColor } = getComputedStyle(element);
        boxes.push({
          element: role === null ? tag : `${tag}.${role}`,
          text,
          x: Math.round(x),
          y: Math.round(y),
          width: Math.round(width),
          height: Math.round(height),
          fontPx: Math.round(parseFloat(fontSize)),
          colour: shadesOf(color).slice(0, 3),
          background: shadesOf(backgroundColor),
        });
      }
      // What a drawing is made of has no place of its own, and options lie in a list that the system draws.
      if (tag !== 'svg' && tag !== 'select') for (const child of element.children) visit(child);
    };
    visit(document.body);
    return boxes;
  });
}

const keys = ['x', 'y', 'width', 'height', 'fontPx'] as const;

/** One line a box, made to be read in a diff. */
export function writeLayout(boxes: readonly LayoutBox[]): string {
  const lines = boxes.map(({ element, text, colour, background, ...box }) =>
    [
      element,
      ...keys.map((key) => box[key]),
      colour.join('.'),
      background.join('.'),
      JSON.stringify(text),
    ].join(' '),
  );
  return `${lines.join('\n')}\n`;
}

/** The boxes that {@link writeLayout} wrote. */
export function parseLayout(written: string): LayoutBox[] {
  return written
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [element = '', x, y, width, height, fontPx, colour = '', background = '', ...text] =
        line.split(' ');
      const shades = (dotted: string): number[] => dotted.split('.').map(Number);
      return {
        element,
        text: JSON.parse(text.join(' ')) as string,
        x: Number(x),
        y: Number(y),
        width: Number(width),
        height: Number(height),
        fontPx: Number(fontPx),
        colour: shades(colour),
        background: shades(background),
      };
    });
}

/** What differs between a reference and what is shown, one sentence each; empty: nothing that a person would see. */
export function compareLayout(reference: readonly LayoutBox[], shown: readonly LayoutBox[]): string[] {
  const differences: string[] = [];
  const nameOf = ({ element, text }: LayoutBox): string => `${element} ${JSON.stringify(text)}`;
  const names = { reference: reference.map(nameOf), shown: shown.map(nameOf) };
  for (const name of names.reference) if (!names.shown.includes(name)) differences.push(`${name} is gone`);
  for (const name of names.shown) if (!names.reference.includes(name)) differences.push(`${name} is new`);
  if (differences.length > 0) return differences;
  if (names.reference.join('\n') !== names.shown.join('\n'))
    return ['The order of what is shown has changed.'];
  for (const [index, wanted] of reference.entries()) {
    const found = shown[index];
    if (found === undefined) break;
    for (const key of keys) {
      if (Math.abs(wanted[key] - found[key]) <= TOLERANCE.px) continue;
      differences.push(`${nameOf(wanted)}: ${key} is ${found[key]}, not ${wanted[key]}`);
    }
    for (const key of ['colour', 'background'] as const) {
      const isSame = wanted[key].every(
        (shade, at) => Math.abs(shade - (found[key][at] ?? 0)) <= TOLERANCE.shade,
      );
      if (!isSame)
        differences.push(
          `${nameOf(wanted)}: ${key} is ${found[key].join('.')}, not ${wanted[key].join('.')}`,
        );
    }
  }
  return differences;
}
