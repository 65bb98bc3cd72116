import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAnimated } from '../../../../../renderer/stage/layers/image-bytes.ts';

const fixture = (name: string): Uint8Array =>
  readFileSync(join(import.meta.dirname, '../../../../support/media', name));
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  );

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const chunk = (name: string): (string | number[])[] => [[0, 0, 0, 2], name, [1, 2], [0, 0, 0, 0]];

describe('whether a picture moves, by its bytes', () => {
  it.each(['green.png', 'red.jpg', 'blue.webp', 'cyan.svg'])('%s does not', (name) => {
    expect(isAnimated(fixture(name))).toBe(false);
  });

  it('hears the animation chunk of a PNG only where it counts, before the pixels', () => {
    expect(isAnimated(bytes(PNG, ...chunk('IHDR'), ...chunk('acTL'), ...chunk('IDAT')))).toBe(true);
    expect(isAnimated(bytes(PNG, ...chunk('IHDR'), ...chunk('IDAT'), ...chunk('acTL')))).toBe(false);
  });

  it('hears the flag of an extended WebP', () => {
    const webp = (flags: number): Uint8Array =>
      bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0], [flags]);
    expect(isAnimated(webp(0x02))).toBe(true);
    expect(isAnimated(webp(0x10))).toBe(false);
  });

  it('hears the brand of an AVIF sequence, wherever it stands', () => {
    const avif = (...brands: string[]): Uint8Array =>
      bytes(
        [0, 0, 0, 12 + 4 * brands.length],
        'ftyp',
        brands[0] ?? '',
        [0, 0, 0, 0],
        brands.slice(1).join(''),
      );
    expect(isAnimated(avif('avis', 'avif'))).toBe(true);
    expect(isAnimated(avif('avif', 'mif1', 'avis'))).toBe(true);
    expect(isAnimated(avif('avif', 'mif1', 'miaf'))).toBe(false);
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([], PNG, [...Buffer.from('RIFF....WEBP')], [0, 0, 255, 255, ...Buffer.from('ftyp')]),
        fc.uint8Array({ maxLength: 64 }),
        (head, rest) => {
          isAnimated(Uint8Array.from([...head, ...rest]));
        },
      ),
    );
  });
});
