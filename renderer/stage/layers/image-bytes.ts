/**
 * Whether a PNG, WebP or AVIF has more than one picture, judged by its bytes: an `acTL` chunk before the pixels (PNG 3, Animation
 * information), the animation flag of `VP8X` (WebP container, Extended file format), the `avis` brand (AVIF, image
 * sequences). False for every other kind of file.
 */
export function isAnimated(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (nameAt(bytes, 1) === 'PNG\r') return isAnimatedPng(bytes, view);
  if (nameAt(bytes, 0) === 'RIFF' && nameAt(bytes, 8) === 'WEBP') {
    return nameAt(bytes, 12) === 'VP8X' && ((bytes[20] ?? 0) & 0x02) !== 0;
  }
  if (nameAt(bytes, 4) === 'ftyp') return brandsOf(bytes, view).includes('avis');
  return false;
}

function isAnimatedPng(bytes: Uint8Array, view: DataView): boolean {
  for (let at = 8; at + 8 <= bytes.length; at += view.getUint32(at) + 12) {
    const name = nameAt(bytes, at + 4);
    if (name === 'acTL') return true;
    if (name === 'IDAT') return false;
  }
  return false;
}

/** The major brand and the compatible ones. */
function brandsOf(bytes: Uint8Array, view: DataView): string[] {
  const end = Math.min(view.getUint32(0), bytes.length);
  const brands = [nameAt(bytes, 8)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(nameAt(bytes, at));
  return brands;
}

function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
