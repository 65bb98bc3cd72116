// @vitest-environment happy-dom
import { act, cleanup, fireEvent } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { useWakePanel } from '../../../../renderer/panel/use-wake-panel.ts';
import { pageTouch } from '../../../../src/shared/page-touch.ts';
import { ok } from '../../../../src/shared/result.ts';
import { createFakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts';
import { sampleSnapshot, sleepingPanel } from '../../../support/fakes/sample-snapshot.ts';
import { showScreen } from '../../../support/show-screen.tsx';

function Panel({ clock }: { readonly clock: FakeClock }) {
  useWakePanel(clock);
  return null;
}

afterEach(cleanup);

it('tells of a touch, a key and a wheel, seldom, and at once behind a panel that went off', async () => {
  const clock = createFakeClock();
  const on = { ...sleepingPanel, state: 'on' } as const;
  const shown = await showScreen(<Panel clock={clock} />, { panel: on }, { 'wake-panel': () => ok(null) });
  const count = (): number => shown.asked('wake-panel').length;
  fireEvent.pointerDown(window);
  fireEvent.keyDown(window, { key: 'a' });
  expect(count()).toBe(1);
  await clock.advance(5_000);
  fireEvent.wheel(window);
  expect(count()).toBe(2);
  await clock.advance(5_000);
  // In a page that may be touched, as its guard tells.
  fireEvent(window, new Event(pageTouch.use));
  expect(count()).toBe(3);
  act(() => {
    shown.bridge.emit('snapshot', sampleSnapshot({ state: 'off', panel: sleepingPanel }));
  });
  fireEvent.keyDown(window, { key: 'Control' });
  expect(count()).toBe(4);
});

it('says nothing on a screen without hours', async () => {
  const shown = await showScreen(<Panel clock={createFakeClock()} />, {}, { 'wake-panel': () => ok(null) });
  fireEvent.pointerDown(window);
  expect(shown.asked('wake-panel')).toEqual([]);
});
