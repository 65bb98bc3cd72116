import type { ProgramItem } from '../../src/shared/program.ts';
import { nextStep, type NextStep, type StepFacts } from './next-step.ts';
import type { Preloads } from './preloads.ts';

/** A layer that needs longer is late, and the one after it is prepared as well. */
const PATIENCE_MS = 2_000;

export interface StepChoice {
  /** What is known now; what is passed over is read from `passedOver` of its moment. */
  readonly facts: () => StepFacts;
  /** The sources that are passed over; written here. */
  readonly passedOver: Set<string>;
  readonly preloads: Preloads;
  /** There is no layer for an item. */
  readonly onUnsupported: (item: ProgramItem) => void;
}

/**
 * Chooses what comes next and begins to prepare it. What is late is passed over as long as anything else can play, and goes
 * on beside the round.
 */
export function chooseStep({ facts, passedOver, preloads, onUnsupported }: StepChoice): NextStep {
  passedOver.clear();
  for (;;) {
    const known = facts();
    const step = nextStep(known);
    if (step.kind === 'standby' && passedOver.size > 0) {
      // Nothing else can play: whichever is ready first comes then.
      passedOver.clear();
      return nextStep(facts());
    }
    if (step.kind !== 'change' || isFar(step, known, preloads)) return step;
    const { item, cut } = step;
    const readiness = preloads.want(item, patienceMs(item, known, passedOver));
    if (readiness === null) onUnsupported(item);
    else if (readiness !== 'late' || cut.kind === 'again') return step;
    if (passedOver.has(item.source)) return step;
    passedOver.add(item.source);
  }
}

/** Whether it is too early to prepare what a step is for: until then only one item is in memory. */
export function isFar(
  { item, cut }: Extract<NextStep, { kind: 'change' }>,
  { now }: StepFacts,
  preloads: Pick<Preloads, 'leadMs'>,
): boolean {
  return cut.atMs - now.monotonicMs > preloads.leadMs(item);
}

/** Pages behind a late one, and what failed before, are tried beside the round from the start. */
function patienceMs(item: ProgramItem, { schedule }: StepFacts, passedOver: ReadonlySet<string>): number {
  const isDoubtful = (item.kind === 'web' && passedOver.size > 0) || schedule.quarantine.has(item.source);
  return isDoubtful ? 0 : PATIENCE_MS;
}
