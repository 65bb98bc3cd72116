/** What holds memory, a decoder, a process or a thread until it is let go: an element with all that is in it, or a worker. */
export type Releasable = HTMLElement | Worker;

/** A picture that is no picture: an `<img>` whose `src` was removed keeps its old one, and its document keeps the `<img>`. */
const NO_PICTURE = 'data:,';

/**
 * Lets go of `held` and of everything in it, so that nothing of it stays in memory, and takes it out of its document. It
 * may be called again, and is not used for anything else afterwards. Listeners are the caller's: they end with the signal
 * that they were bound to, before this is called, since letting go may fire `error`.
 *
 * The only place that takes elements away or ends workers: the linter refuses it elsewhere in the renderer.
 */
export function release(held: Releasable): void {
  if (!('children' in held)) {
    held.terminate();
    return;
  }
  for (const child of [...held.children]) if (child instanceof HTMLElement) release(child);
  held.remove();
  if (held instanceof HTMLImageElement) held.src = NO_PICTURE;
  else if (held instanceof HTMLCanvasElement) held.width = held.height = 0;
  else if (held instanceof HTMLMediaElement) unload(held);
}

/** Without these the decoder lives on until the garbage is collected. */
function unload(media: HTMLMediaElement): void {
  media.pause();
  media.removeAttribute('src');
  media.load();
}
