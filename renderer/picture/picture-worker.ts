import { MOST_PICTURE_BYTES } from '../../src/shared/screen-picture.ts';

/*
 * The worker that makes one capture of the screen small and is ended: the stage's own thread has no time for it.
 */

/** What is used of the global scope of a worker, which the renderer's types do not hold. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<{ readonly source: string }>) => void) | null;
  postMessage(picture: string | null): void;
}
const scope = self as unknown as WorkerScope;

/** The longer side in pixels and the quality: the first that is small enough is taken. */
const ATTEMPTS = [
  [960, 0.6],
  [960, 0.35],
  [640, 0.45],
  [640, 0.25],
  [480, 0.2],
  [320, 0.1],
] as const;

scope.onmessage = ({ data }) => {
  shrink(data.source).then(
    (picture) => {
      scope.postMessage(picture);
    },
    () => {
      scope.postMessage(null);
    },
  );
};

/** A WebP as base64; null where the capture cannot be read, or this browser writes none. */
async function shrink(source: string): Promise<string | null> {
  const answer = await fetch(source);
  if (!answer.ok) return null;
  const whole = await createImageBitmap(await answer.blob());
  try {
    for (const [longest, quality] of ATTEMPTS) {
      const webp = await encode(whole, longest, quality);
      if (webp.type !== 'image/webp') return null;
      if (webp.size <= MOST_PICTURE_BYTES) return toBase64(new Uint8Array(await webp.arrayBuffer()));
    }
    return null;
  } finally {
    whole.close();
  }
}

async function encode(whole: ImageBitmap, longest: number, quality: number): Promise<Blob> {
  const scale = Math.min(1, longest / Math.max(whole.width, whole.height));
  const [width, height] = [whole.width, whole.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
  const context = canvas.getContext('2d');
  if (context !== null) context.imageSmoothingQuality = 'high';
  context?.drawImage(whole, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/webp', quality });
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
