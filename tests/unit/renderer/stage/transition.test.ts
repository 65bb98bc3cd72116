// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { createTransitionRunner } from '../../../../renderer/stage/transition.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

type Look = Pick<CSSStyleDeclaration, 'visibility' | 'opacity' | 'zIndex' | 'clipPath'>;

const lookOf = ({ style }: HTMLElement): Look => {
  const { visibility, opacity, zIndex, clipPath } = style;
  return { visibility, opacity, zIndex, clipPath };
};
const SEEN = { visibility: 'visible', opacity: '', zIndex: '2', clipPath: '' };

/** A page whose frames come when the test says so, and an animation that ends with it. */
function setUp() {
  const clock = createFakeClock();
  const waiting: FrameRequestCallback[] = [];
  const page = {
    requestAnimationFrame: (callback: FrameRequestCallback) => waiting.push(callback),
    matchMedia: () => ({ matches: false }),
  } as unknown as Window;
  const incoming = document.createElement('div');
  const outgoing = document.createElement('div');
  outgoing.style.visibility = 'visible';
  const animated: { keyframes: Keyframe[]; easing: string | undefined; look: Look }[] = [];
  Object.defineProperty(incoming, 'clientWidth', { value: 1280 });
  const end = Promise.withResolvers<undefined>();
  incoming.animate = (keyframes, options) => {
    const { easing } = options as KeyframeAnimationOptions;
    animated.push({ keyframes: keyframes as Keyframe[], easing, look: lookOf(incoming) });
    return { finished: end.promise } as unknown as Animation;
  };
  const frame = async (): Promise<void> => {
    for (const callback of waiting.splice(0)) callback(clock.monotonic());
    await clock.advance(0);
  };
  return {
    run: createTransitionRunner(page, clock),
    incoming,
    outgoing,
    animated,
    frame,
    /** The longest waits for a page that paints nothing are over. */
    settle: () => clock.advance(5_000),
    end: () => {
      end.resolve(undefined);
    },
  };
}

describe('a transition', () => {
  it('as a cut shows the next layer at once and whole, above the one that is there', async () => {
    const { run, incoming, outgoing, frame, settle } = setUp();
    const over = run(incoming, outgoing, { kind: 'cut', ms: 0 });
    expect(lookOf(incoming)).toEqual(SEEN);
    expect(lookOf(outgoing)).toMatchObject({ visibility: 'visible', zIndex: '1' });
    await frame();
    await frame();
    await over;
    expect(outgoing.style.visibility).toBe('visible');
    await settle();
  });

  it.each(['cross-fade', 'slide'] as const)(
    'as a %s has the next layer drawn in its full size, unseen, for two frames before it moves',
    async (kind) => {
      const { run, incoming, outgoing, animated, frame, end, settle } = setUp();
      const over = run(incoming, outgoing, { kind, ms: 600 });
      const drawn = lookOf(incoming);
      expect(drawn).toMatchObject({ visibility: 'visible', zIndex: '2', clipPath: '' });
      expect(Number(drawn.opacity)).toBeGreaterThan(0);
      expect(Number(drawn.opacity)).toBeLessThan(1 / 128);
      await frame();
      expect(animated).toEqual([]);
      await frame();
      expect(animated[0]?.look).toEqual(SEEN);
      end();
      await frame();
      await frame();
      await frame();
      await over;
      await settle();
    },
  );

  it('as a slide moves from one whole pixel to the next, since an edge between two shows what lies below', async () => {
    const { run, incoming, outgoing, animated, frame, end } = setUp();
    const over = run(incoming, outgoing, { kind: 'slide', ms: 600 });
    await frame();
    await frame();
    expect(animated[0]?.keyframes.map(({ transform }) => transform)).toEqual([
      'translateX(calc(100% - 2px))',
      'translateX(0)',
    ]);
    expect(animated[0]?.easing).toBe('steps(1278)');
    end();
    await frame();
    await frame();
    await frame();
    await over;
  });

  it('never makes the layer that comes wholly transparent, since nothing transparent is drawn', async () => {
    const { run, incoming, outgoing, animated, frame, settle } = setUp();
    void run(incoming, outgoing, { kind: 'cross-fade', ms: 600 });
    await frame();
    await frame();
    const opacities = animated[0]?.keyframes.map(({ opacity }) => Number(opacity)) ?? [];
    expect(Math.min(...opacities)).toBeGreaterThan(0);
    expect(opacities.at(-1)).toBe(1);
    await settle();
  });
});
