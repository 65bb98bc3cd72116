import { z } from 'zod';

/** For how many pixels of the panel a picture is drawn, and how it fits into them. */
export const pictureBoxSchema = z.object({
  width: z.coerce.number().int().min(1).max(16_384),
  height: z.coerce.number().int().min(1).max(16_384),
  fit: z.enum(['contain', 'cover', 'fill']),
});
export type PictureBox = z.infer<typeof pictureBoxSchema>;

/** A vector picture that is to be drawn. */
export interface DrawingOrder {
  /** Absolute. */
  readonly path: string;
  readonly box: PictureBox;
}

/** What became of it. */
export type Drawing =
  /** It stands still: a PNG of as many pixels as the box needs of it. */
  | { readonly kind: 'still'; readonly png: Uint8Array }
  /** It was drawn in time and moves by itself. */
  | { readonly kind: 'moves' }
  /** The browser does not take it for a picture. */
  | { readonly kind: 'undecodable' }
  /** The process that drew it was ended, or ended over it. */
  | { readonly kind: 'gave-up'; readonly why: 'time' | 'memory' | 'fault' }
  /** No process could be had, which says nothing about the picture. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/**
 * Draws vector pictures in a process that shares nothing with the window's own processes, so that it can be ended alone; it
 * runs only while it draws. `signal` ends it (`unavailable`). Never rejects.
 */
export interface DrawingPort {
  draw(order: DrawingOrder, signal: AbortSignal): Promise<Drawing>;
}
