// @vitest-environment happy-dom
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ServerTrial } from '../../../../renderer/overlay/server-trial.tsx';
import { fail, ok } from '../../../../src/shared/result.ts';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';
import { showScreen } from '../../../support/show-screen.tsx';

const serverTrial = () => ({
  until: new Date(Date.now() + 9_500).toISOString(),
  server: 'https://new',
  before: 'https://old',
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 5 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('asks over whatever is shown, counts, and keeps or goes back', async () => {
  const { user, asked } = await showScreen(<ServerTrial />, { serverTrial: serverTrial() });
  const question = screen.getByRole('alertdialog', { name: /now connected to https:\/\/new/ });
  expect(document.activeElement, 'read out, and decided by no key that is still held').toBe(question);
  expect(screen.getByRole('timer').textContent).toMatch(/^Back to https:\/\/old in (9|10) s$/);
  await user.click(screen.getByRole('button', { name: 'Keep' }));
  await user.click(screen.getByRole('button', { name: 'Go back' }));
  expect([asked('keep-server'), asked('undo-server')]).toEqual([[{}], [{}]]);
});

it('says why a server could not be kept, also when the question is over', async () => {
  const { user, bridge } = await showScreen(<ServerTrial />, { serverTrial: serverTrial() });
  bridge.answer({ 'keep-server': () => fail('vault-not-written', 'x') });
  await user.click(screen.getByRole('button', { name: 'Keep' }));
  act(() => {
    bridge.emit('snapshot', sampleSnapshot());
  });
  expect(screen.queryByRole('alertdialog')).toBeNull();
  expect((await screen.findByRole('status')).textContent).toMatch(/could not be saved/);
});

it('leaves the settings open until it is decided, and then locks them', async () => {
  const pin = { isSet: true, lockedOutSeconds: 0 };
  const shown = await showScreen(
    <ServerTrial />,
    { serverTrial: serverTrial(), pin },
    { lock: () => ok(null) },
  );
  act(() => {
    shown.bridge.emit('snapshot', sampleSnapshot({ pin }));
  });
  expect(shown.asked('lock')).toEqual([{}]);
});

it('is nothing where nothing is tried', async () => {
  const { container } = await showScreen(<ServerTrial />);
  expect(container.childElementCount).toBe(0);
});
