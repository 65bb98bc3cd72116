// @vitest-environment happy-dom
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { LicencesSection } from '../../../../renderer/overlay/licences.tsx';
import { showScreen } from '../../../support/show-screen.tsx';

const licences = [
  { name: 'ws', version: '8.23.0', licence: 'MIT', text: 'Permission is hereby granted' },
  { name: 'The typeface Inter', version: '', licence: 'OFL-1.1', text: 'PREAMBLE' },
];

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function open(answer: () => Promise<Response>): Promise<ReturnType<typeof vi.fn>> {
  const fetched = vi.fn(answer);
  vi.stubGlobal('fetch', fetched);
  await showScreen(<LicencesSection />, {}, {});
  expect(fetched).not.toHaveBeenCalled();
  const details = screen.getByText('What DigiPlayer is made of, and under which licences').closest('details');
  await act(async () => {
    if (details === null) throw new Error('There is nothing to open.');
    // Which tells of it by itself.
    details.open = true;
    await Promise.resolve();
  });
  return fetched;
}

it('shows what is shipped and each licence, read once it is opened', async () => {
  const fetched = await open(() => Promise.resolve(Response.json(licences)));
  expect(await screen.findByText('ws · 8.23.0 · MIT')).toBeDefined();
  expect(screen.getByText('The typeface Inter · OFL-1.1')).toBeDefined();
  expect(screen.getByText('PREAMBLE')).toBeDefined();
  expect(fetched).toHaveBeenCalledExactlyOnceWith('./licences.json');
});

it.each([
  ['is not there', () => Promise.resolve(new Response('', { status: 404 }))],
  ['is something else', () => Promise.resolve(Response.json([{ name: 'ws' }]))],
  ['cannot be reached', () => Promise.reject(new TypeError('no'))],
])('says where it is when the list %s', async (_what, answer) => {
  await open(answer);
  expect(await screen.findByText(/LICENSES\.txt/)).toBeDefined();
});
