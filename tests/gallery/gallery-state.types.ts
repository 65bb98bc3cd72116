import type { Page } from '@playwright/test';
import type { World } from './worlds.ts';

/** A state of a screen: what the main process says, and what a person does to get there. */
export interface GalleryState {
  readonly name: string;
  readonly title: string;
  readonly world: World;
  readonly steps?: (page: Page) => Promise<void>;
  /** Whether all of it must be in sight, in both orientations. */
  readonly mustFit?: boolean;
}
