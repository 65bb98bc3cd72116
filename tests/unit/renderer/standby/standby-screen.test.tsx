// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';
import { StandbyScreen } from '../../../../renderer/standby/standby-screen.tsx';
import { showScreen } from '../../../support/show-screen.tsx';
import { fail } from '../../../../src/shared/result.ts';

const player = sampleSnapshot().player;

afterEach(cleanup);

describe('the standby screen', () => {
  it('shows the name of the screen and why nothing plays, without an address', async () => {
    await showScreen(<StandbyScreen />, { state: 'standby', connection: 'offline' });
    expect(screen.getByText('Lobby')).toBeDefined();
    expect(screen.getByText('Nothing is scheduled right now. · Offline')).toBeDefined();
    expect(screen.queryByRole('list')).toBeNull();
  });

  it.each([
    [{ ...player, name: null }, 'lobby'],
    [{ ...player, name: null, hostname: '' }, 'lobby-pc'],
  ])('falls back to the host name, then to the machine’s', async (nameless, shown) => {
    await showScreen(<StandbyScreen />, { state: 'standby', player: nameless });
    expect(screen.getByText(shown)).toBeDefined();
  });

  it('never shows a problem', async () => {
    const problems = [fail('disk-full', 'The disk is full.').error];
    const { container } = await showScreen(<StandbyScreen />, { state: 'standby', problems });
    expect(container.textContent).toBe('LobbyNothing is scheduled right now.');
  });

  it.each([
    [{ connection: 'offline', progress: null } as const, 'Reach the server'],
    [{ connection: 'online', progress: null } as const, 'Get the playlist'],
    [
      {
        connection: 'online',
        progress: {
          filesDone: 1,
          filesTotal: 2,
          bytesDone: 1,
          bytesTotal: null,
          bytesPerSecond: 0,
          secondsLeft: null,
        },
      } as const,
      'Download the content',
    ],
  ])('of a provisioned screen ticks its list off', async (snapshot, active) => {
    const { container } = await showScreen(<StandbyScreen />, { state: 'syncing', ...snapshot });
    expect(container.querySelector('[aria-current="step"]')?.textContent).toContain(active);
  });
});
