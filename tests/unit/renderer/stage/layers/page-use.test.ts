// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { createPageUse } from '../../../../../renderer/stage/layers/page-use.ts';
import { pageTouch } from '../../../../../src/shared/page-touch.ts';
import { createFakeClock } from '../../../../support/fakes/fake-clock.ts';

function setUp() {
  const clock = createFakeClock();
  const told: string[] = [];
  const [box, frame] = [document.createElement('div'), document.createElement('iframe')];
  const use = createPageUse(clock, (kind) => told.push(kind));
  let asked = 0;
  frame.addEventListener(pageTouch.ask, () => (asked += 1));
  const hear = (kind: keyof typeof pageTouch): boolean => frame.dispatchEvent(new Event(pageTouch[kind]));
  const given = (): string => `${box.style.pointerEvents} ${frame.style.pointerEvents}`;
  return { clock, told, box, frame, use, hear, given, asked: () => asked };
}

it('gives a page the pointer once its guard answers, and tells what is done there', () => {
  const { use, box, frame, hear, given, told } = setUp();
  use.start(box, frame);
  expect(given(), 'there is no guard yet').toBe('none none');
  hear('answer');
  expect(given()).toBe('auto auto');
  expect(frame.dataset['use']).toBe('offered');
  for (const kind of ['press', 'use', 'lost'] as const) hear(kind);
  expect(told).toEqual(['press', 'use', 'lost']);
  expect([frame.dataset['use'], use.wasUsed()]).toEqual(['used', true]);
  use.stop();
});

it('takes the pointer from a page that has not answered for five seconds, until it does', async () => {
  const { clock, use, box, frame, hear, given, asked } = setUp();
  use.start(box, frame);
  hear('answer');
  await clock.advance(5_000);
  expect(given()).toBe('auto auto');
  await clock.advance(1_000);
  expect(given()).toBe('none none');
  expect(asked(), 'at once, and each second').toBe(7);
  hear('answer');
  expect(given()).toBe('auto auto');
  use.stop();
});

it('hears nothing after its end, and begins anew as one that nobody used', () => {
  const { clock, use, box, frame, hear, given, told } = setUp();
  use.start(box, frame);
  hear('answer');
  hear('press');
  use.stop();
  expect([given(), frame.dataset['use'], use.wasUsed()]).toEqual(['none none', undefined, true]);
  hear('answer');
  hear('press');
  expect([given(), told.length]).toEqual(['none none', 1]);
  use.start(box, document.createElement('iframe'));
  expect(use.wasUsed()).toBe(false);
  use.stop();
  expect(clock.pendingTimers()).toBe(0);
});
