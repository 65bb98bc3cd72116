// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NetworkView } from '../../../../renderer/network/network-view.tsx';
import type { NetworkAnswers } from '../../../../src/shared/network.ts';
import { fail, ok, type Result } from '../../../../src/shared/result.ts';
import { aloneWith, sampleNetwork, type NetworkWorld } from '../../../gallery/network-world.ts';
import { showScreen, type ShownScreen } from '../../../support/show-screen.tsx';

interface Answers {
  readonly network?: NetworkWorld;
  readonly join?: () => Promise<Result<NetworkAnswers['join-wifi']>>;
  readonly keep?: Result<null>;
}

async function show({ network = sampleNetwork, join, keep = ok(null) }: Answers = {}): Promise<ShownScreen> {
  const shown = await showScreen(
    <NetworkView />,
    {},
    {
      'read-network': () => network.state,
      'list-wifi': () => ok(network.networks),
      'join-wifi': join ?? (() => network.join),
      'turn-wifi-on': () => ok(null),
      'try-address': () => ok({ until: new Date(Date.now() + 15_000).toISOString() }),
      'keep-address': () => keep,
      'undo-address': () => ok(null),
    },
  );
  await shown.wait(10);
  return shown;
}

const button = (name: string | RegExp): Promise<HTMLElement> => screen.findByRole('button', { name });
const field = (name: string): Promise<HTMLInputElement> => screen.findByLabelText(name);
const errorOf = (input: HTMLElement): string =>
  document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent ?? '';

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    shouldAdvanceTime: true,
    advanceTimeDelta: 5,
  });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the networks in reach', () => {
  it('are those that are known, then those of another look', async () => {
    const shown = await show();
    expect(shown.asked('list-wifi')).toEqual([{ rescan: false }, { rescan: true }]);
    const rows = await screen.findAllByRole('listitem');
    expect(rows.map((row) => row.textContent).find((text) => text.includes('Harbour office'))).toContain(
      '71 %',
    );
    await shown.user.click(await button('Search again'));
    await shown.wait(10);
    expect(shown.asked('list-wifi')).toHaveLength(4);
  });

  it('are buttons only where a press leads on', async () => {
    await show();
    await button(/Harbour guests/);
    for (const name of [/Lighthouse/, /Corporate/]) expect(screen.queryByRole('button', { name })).toBeNull();
    expect(await screen.findByText('Wants a sign-in of its own: set it up on the machine')).toBeDefined();
  });

  it.each([
    ['no-adapter', 'This machine has no Wi-Fi adapter.'],
    ['blocked', 'A switch on this machine keeps Wi-Fi off. Turn it on there.'],
  ] as const)('are one sentence and no button where Wi-Fi is %s', async (wifi, sentence) => {
    const shown = await show({ network: aloneWith(wifi) });
    expect(await screen.findByText(sentence)).toBeDefined();
    expect(shown.asked('list-wifi')).toEqual([]);
    expect(screen.queryByRole('button', { name: 'Hidden network' })).toBeNull();
  });

  it('can be turned on where Wi-Fi is off', async () => {
    const shown = await show({ network: aloneWith('off') });
    await shown.user.click(await button('Turn Wi-Fi on'));
    await shown.wait(10);
    expect(shown.asked('turn-wifi-on')).toHaveLength(1);
    expect(shown.asked('read-network')).toHaveLength(2);
  });

  it('are one sentence where nobody can be asked', async () => {
    await show({ network: { ...sampleNetwork, state: fail('network-unmanaged', 'Nobody.') } });
    expect(await screen.findByText(/NetworkManager does not look after the network/)).toBeDefined();
    expect(screen.queryAllByRole('button')).toEqual([]);
  });
});

describe('a network that is chosen', () => {
  it('is joined with its password, and a wrong one is named beside its field, which gets the focus', async () => {
    const shown = await show();
    await shown.user.click(await button(/Harbour office/));
    await shown.user.type(await field('Wi-Fi password'), 'open sesame');
    await shown.user.click(await button('Connect'));
    await shown.wait(10);
    expect(shown.asked('join-wifi')).toEqual([
      { ssid: 'Harbour office 5G', password: 'open sesame', isHidden: false },
    ]);
    const password = await field('Wi-Fi password');
    expect(errorOf(password)).toBe('The network refused this password. Check capitals and digits.');
    expect(document.activeElement).toBe(password);
    expect(password.value).toBe('open sesame');
    await shown.user.type(password, '!');
    expect(password.getAttribute('aria-invalid')).toBe('false');
  });

  it('has a button that says what goes on, and is told to be joined', async () => {
    let answer: (joined: Result<NetworkAnswers['join-wifi']>) => void = () => undefined;
    const shown = await show({ join: () => new Promise((resolve) => (answer = resolve)) });
    await shown.user.click(await button(/Harbour guests/));
    expect(screen.queryByLabelText('Wi-Fi password'), 'it is open').toBeNull();
    await shown.user.click(await button('Connect'));
    expect((await button('Connecting…')).hasAttribute('disabled')).toBe(true);
    answer(ok({ connectivity: 'full' }));
    await shown.wait(10);
    expect(shown.asked('join-wifi')).toMatchObject([{ password: null }]);
    expect(await screen.findByText('Connected to Harbour guests.')).toBeDefined();
  });

  it('is said to want a sign-in on a page first', async () => {
    const shown = await show({ join: () => Promise.resolve(ok({ connectivity: 'portal' })) });
    await shown.user.click(await button(/Harbour guests/));
    await shown.user.click(await button('Connect'));
    expect(await screen.findByText(/it wants a sign-in on a web page first/)).toBeDefined();
  });

  it('can hide its name, of 32 bytes at most', async () => {
    const shown = await show({ join: () => Promise.resolve(fail('wifi-not-found', 'Not there.')) });
    await shown.user.click(await button('Hidden network'));
    expect((await button('Connect')).hasAttribute('disabled')).toBe(true);
    await shown.user.type(await field('Network name'), 'Ä'.repeat(17));
    expect((await button('Connect')).hasAttribute('disabled'), '34 bytes').toBe(true);
    await shown.user.clear(await field('Network name'));
    await shown.user.type(await field('Network name'), 'Äther');
    await shown.user.click(await button('Connect'));
    await shown.wait(10);
    expect(shown.asked('join-wifi')).toEqual([{ ssid: 'C38474686572', password: null, isHidden: true }]);
    expect(errorOf(await field('Network name'))).toBe(
      'This network is not in reach. Check its name and the distance.',
    );
  });
});

describe('an address', () => {
  const change = async (shown: ShownScreen): Promise<void> => {
    const [first] = await screen.findAllByRole('button', { name: 'Change address' });
    if (first === undefined) throw new Error('There is no button.');
    await shown.user.click(first);
    await shown.user.click(await screen.findByLabelText('Fixed'));
  };
  const replace = async (shown: ShownScreen, name: string, text: string): Promise<HTMLInputElement> => {
    const input = await field(name);
    await shown.user.clear(input);
    await shown.user.type(input, text);
    return input;
  };

  it('is judged while it is typed, and begins with the one in use', async () => {
    const shown = await show();
    await change(shown);
    expect((await field('IP address')).value).toBe('192.168.0.50');
    expect((await field('Subnet mask')).value).toBe('255.255.255.0');
    expect(errorOf(await replace(shown, 'IP address', '192.168.')), 'more may come').toBe('');
    expect(errorOf(await replace(shown, 'IP address', '192.168.0.256'))).toMatch(/from 0 to 255/);
    await replace(shown, 'IP address', '192.168.0.60');
    expect(errorOf(await replace(shown, 'Gateway, if there is one', '10.0.0.1'))).toMatch(/same network/);
    expect(errorOf(await replace(shown, 'Subnet mask', '/99x'))).toBe('Write it as 255.255.255.0, or as 24.');
    await shown.user.click(await button('Try it'));
    expect(shown.asked('try-address')).toEqual([]);
  });

  it('that nobody keeps is said to be gone when its time is over', async () => {
    const shown = await show();
    await change(shown);
    await replace(shown, 'IP address', '192.168.0.60');
    await shown.user.click(await button('Try it'));
    const question = await screen.findByRole('alertdialog');
    expect(within(question).getByRole('timer').textContent).toMatch(/back in 1[45] s/);
    expect(shown.asked('try-address')).toEqual([
      {
        device: 'eth0',
        address: { address: '192.168.0.60', prefix: 24, gateway: '192.168.0.1', dns: ['9.9.9.9'] },
      },
    ]);
    await shown.wait(16_000);
    expect(await screen.findByText('Nobody kept the address, so the one from before is back.')).toBeDefined();
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it.each([
    ['Keep', 'keep-address', 'The address is kept.'],
    ['Go back', 'undo-address', 'The address from before is back.'],
  ])('is answered by %s', async (name, request, sentence) => {
    const shown = await show();
    await change(shown);
    await shown.user.click(await button('Try it'));
    await shown.user.click(await button(name));
    expect(await screen.findByText(sentence)).toBeDefined();
    expect(shown.asked(request)).toHaveLength(1);
  });

  it('can be the one that the network gives', async () => {
    const shown = await show();
    await change(shown);
    await shown.user.click(await screen.findByLabelText('Automatic'));
    await shown.user.click(await button('Try it'));
    expect(shown.asked('try-address')).toEqual([{ device: 'eth0', address: null }]);
  });
});
