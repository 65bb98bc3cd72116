import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { PAGE_GUARD } from '../../../../src/shells/chromium/page-guard.ts';

type Listener = (event: Record<string, unknown> & { preventDefault: () => void }) => void;

/** Runs the script as a page does, with nothing of this module's around it; answers whether an event is taken. */
function page() {
  const listeners = new Map<string, Listener>();
  const how: unknown[] = [];
  runInNewContext(PAGE_GUARD, {
    addEventListener: (kind: string, listener: Listener, options: unknown) => {
      listeners.set(kind, listener);
      how.push(options);
    },
  });
  const isTaken = (kind: string, event: Record<string, unknown>): boolean => {
    let taken = false;
    listeners.get(kind)?.({ ...event, preventDefault: () => (taken = true) });
    return taken;
  };
  return { isTaken, how };
}

const key = (name: string, held: Record<string, boolean> = {}) => ({
  key: name,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
});

it('takes the keys of the browser and leaves those of the player', () => {
  const { isTaken } = page();
  for (const name of ['p', 's', 'n', 't', 'w', 'r', 'f', 'o', 'u', 'l', '0', '+', '-', 'Tab', 'F4']) {
    expect(isTaken('keydown', key(name, { ctrlKey: true })), `Ctrl+${name}`).toBe(true);
  }
  for (const name of ['F1', 'F5', 'F11', 'F12', 'ContextMenu', 'BrowserBack']) {
    expect(isTaken('keydown', key(name)), name).toBe(true);
  }
  expect(isTaken('keydown', key('I', { ctrlKey: true, shiftKey: true }))).toBe(true);
  expect(isTaken('keydown', key('F4', { altKey: true }))).toBe(true);
  expect(isTaken('keydown', key('Escape', { shiftKey: true })), "Chromium's task manager").toBe(true);
  expect(isTaken('keydown', key('Escape'))).toBe(false);
  expect(isTaken('keydown', key('s', { ctrlKey: true, altKey: true }))).toBe(false);
  expect(isTaken('keydown', key('v', { ctrlKey: true }))).toBe(false);
  expect(isTaken('keydown', key('a'))).toBe(false);
});

it('takes menus, drops, the zoom of the wheel and the mouse’s back button, before the page can', () => {
  const { isTaken, how } = page();
  for (const kind of ['contextmenu', 'dragstart', 'dragover', 'drop']) expect(isTaken(kind, {})).toBe(true);
  expect(isTaken('wheel', { ctrlKey: true })).toBe(true);
  expect(isTaken('wheel', { ctrlKey: false })).toBe(false);
  expect(isTaken('mouseup', { button: 3 })).toBe(true);
  expect(isTaken('mousedown', { button: 0 })).toBe(false);
  // A passive listener could prevent nothing.
  for (const options of how) expect(options).toEqual({ capture: true, passive: false });
});
