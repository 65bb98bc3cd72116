import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { expect, it, vi } from 'vitest';
import { keepKeysFromPages } from '../../../../src/shells/electron/page-keys.ts';

/** The contents of a window whose page item has the focus, or the player's page (1), or nothing; 8 may be touched. */
function contentsWithFocus(frameTreeNodeId: number | null) {
  const run = vi.fn(() => Promise.resolve());
  const contents = Object.assign(new EventEmitter(), {
    focusedFrame: frameTreeNodeId === null ? null : { frameTreeNodeId },
    mainFrame: { frameTreeNodeId: 1, executeJavaScript: run },
  });
  keepKeysFromPages(contents as unknown as WebContents, ({ frameTreeNodeId: id }) => id === 8);
  const press = (input: object): boolean => {
    let prevented = false;
    contents.emit('before-input-event', { preventDefault: () => (prevented = true) }, input);
    return prevented;
  };
  return { press, run };
}

const chord = { type: 'keyDown', code: 'KeyS', control: true, alt: true };

it('takes every key from a page item, and hands what may open the overlay to the player once', () => {
  const { press, run } = contentsWithFocus(7);
  for (const type of ['keyDown', 'char', 'keyUp'])
    expect(press({ type, code: 'Digit4', control: false, alt: false })).toBe(true);
  expect(run).not.toHaveBeenCalled();
  expect(press(chord)).toBe(true);
  expect(press({ ...chord, type: 'keyUp' })).toBe(true);
  expect(run.mock.calls.flat()).toEqual([expect.stringContaining('"code":"KeyS"')]);
  // Whether it opens the overlay is for the page to say, which knows the setting.
  expect(press({ ...chord, code: 'KeyK' })).toBe(true);
  expect(run.mock.calls.flat()[1]).toContain('"code":"KeyK"');
  for (const code of ['Delete', 'F4', "KeyK'"]) expect(press({ ...chord, code })).toBe(true);
  expect(run).toHaveBeenCalledTimes(2);
  // It closes what is open over the page, and the page may have taken the focus just now.
  expect(press({ type: 'keyDown', key: 'Escape', code: 'Escape', control: false, alt: false })).toBe(true);
  expect(run.mock.calls.flat()[2]).toContain('"key":"Escape"');
});

it.each([1, null])('leaves the keys to the player’s page where frame %s has the focus', (focused) => {
  const { press, run } = contentsWithFocus(focused);
  expect(press(chord)).toBe(false);
  expect(run).not.toHaveBeenCalled();
});

it('leaves text to the guard of a page that may be touched, and no chord', () => {
  const plain = { code: 'KeyA', key: 'a', control: false, alt: false, meta: false };
  const { press, run } = contentsWithFocus(8);
  for (const type of ['keyDown', 'char', 'keyUp']) expect(press({ type, ...plain })).toBe(false);
  expect(press({ type: 'keyDown', ...plain, key: 'F4' })).toBe(true);
  expect(press({ type: 'keyDown', ...plain, key: 'v', control: true })).toBe(true);
  expect(press({ ...chord, key: 's' })).toBe(true);
  expect(run).toHaveBeenCalledTimes(1);
  expect(contentsWithFocus(7).press({ type: 'keyDown', ...plain }), 'of another page').toBe(true);
});
