import type { WindowJudge } from './daypart.ts';
import type { PlanReader } from './group-plan.ts';

/** The two times that decisions need: `monotonicMs` for the plan, `wallMs` (epoch ms) for dayparting. */
export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
  readonly isOpen: WindowJudge;
  /** Nobody knows the date: first and last moments of items limit nothing. Absent: the clock is believed. */
  readonly isDateUnknown?: boolean;
  /** The source of a picture that stands whole on the screen: it needs no preparing, so its failures do not count. */
  readonly visibleSource?: string | null;
  /** The sources of items that are not ready in time: the round goes on without them, but for what is visible. */
  readonly passedOver?: ReadonlySet<string>;
  /** Reads the plan of a group, by whose synchronised time `wallMs` goes then. */
  readonly plan?: PlanReader;
}
