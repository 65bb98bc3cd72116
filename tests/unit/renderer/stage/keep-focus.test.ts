// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { keepFocus } from '../../../../renderer/stage/keep-focus.ts';
import { pageTouch } from '../../../../src/shared/page-touch.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

/** As the code sees an iframe; happy-dom would load a real one. */
function aFrame(): HTMLElement {
  const frame = document.createElement('div');
  Object.defineProperty(frame, 'tagName', { value: 'IFRAME' });
  return frame;
}

function setUp() {
  const clock = createFakeClock();
  const [field, frame] = [document.createElement('input'), aFrame()];
  document.body.append(field, frame);
  const active = vi.spyOn(document, 'activeElement', 'get');
  const blurred = vi.spyOn(frame, 'blur').mockImplementation(() => active.mockReturnValue(document.body));
  const focusField = vi.spyOn(field, 'focus');
  const { stop, takeBack } = keepFocus(window, clock);
  const steal = (): void => {
    active.mockReturnValue(frame);
    window.dispatchEvent(new Event('blur'));
  };
  return { clock, field, frame, blurred, active, focusField, stop, steal, takeBack };
}

it('gives the focus back to what had it, at once and as often as the page takes it', async () => {
  const { clock, field, frame, blurred, active, focusField, stop, steal } = setUp();
  field.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
  steal();
  expect(blurred).toHaveBeenCalledTimes(1);
  expect(focusField).toHaveBeenCalledTimes(1);
  active.mockReturnValue(frame);
  await clock.advance(1);
  expect(focusField).toHaveBeenCalledTimes(2);
  active.mockReturnValue(frame);
  await clock.advance(30);
  expect(focusField).toHaveBeenCalledTimes(3);
  stop();
  steal();
  expect(focusField).toHaveBeenCalledTimes(3);
});

it('leaves the focus where a person took it to another window', async () => {
  const { clock, focusField, active, stop } = setUp();
  active.mockReturnValue(document.body);
  window.dispatchEvent(new Event('blur'));
  await clock.advance(100);
  expect(focusField).not.toHaveBeenCalled();
  stop();
});

it('takes it back when it is asked to, again a little later, and never after the end', async () => {
  const { clock, stop, takeBack } = setUp();
  const focusWindow = vi.spyOn(window, 'focus');
  takeBack();
  await clock.advance(30);
  expect(focusWindow).toHaveBeenCalledTimes(3);
  takeBack();
  stop();
  await clock.advance(100);
  expect(focusWindow).toHaveBeenCalledTimes(4);
});

it('leaves the focus to a page that somebody uses, until something is opened over it', async () => {
  const { clock, frame, blurred, active, steal, stop, takeBack } = setUp();
  const closed = vi.fn();
  window.addEventListener(pageTouch.close, closed, { once: true });
  frame.dataset['use'] = 'used';
  steal();
  await clock.advance(1_000);
  expect(blurred).not.toHaveBeenCalled();
  active.mockReturnValue(frame);
  takeBack();
  expect([blurred.mock.calls.length, closed.mock.calls.length, frame.dataset['use']]).toEqual([
    1,
    1,
    'offered',
  ]);
  stop();
});

it('waits for word of the press that gave a page the focus, and takes it back where there was none', async () => {
  const { clock, frame, blurred, steal, stop } = setUp();
  frame.dataset['use'] = 'offered';
  steal();
  await clock.advance(50);
  frame.dataset['use'] = 'used';
  await clock.advance(500);
  expect(blurred).not.toHaveBeenCalled();
  frame.dataset['use'] = 'offered';
  steal();
  await clock.advance(99);
  expect(blurred).not.toHaveBeenCalled();
  await clock.advance(1);
  expect(blurred).toHaveBeenCalledTimes(1);
  stop();
});
