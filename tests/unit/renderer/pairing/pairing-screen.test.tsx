// @vitest-environment happy-dom
import { act, cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';
import { likelyAddresses } from '../../../../renderer/pairing/likely-addresses.ts';
import { PairingScreen } from '../../../../renderer/pairing/pairing-screen.tsx';
import type { ServerProbe } from '../../../../src/shared/bridge.ts';
import { fail, ok, type Result } from '../../../../src/shared/result.ts';
import type { Snapshot } from '../../../../src/shared/status.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { readQrCode } from '../../../support/read-qr-code.ts';
import { showScreen, type ShownScreen } from '../../../support/show-screen.tsx';

const fingerprint = '9F3A61C07DE24B1885AA03F6C2914ED05B7718E3D4A6920F1C8E5537BA64F0D2';
const pinned: ServerProbe = {
  url: 'https://192.168.0.121',
  mode: 'pinned',
  version: '2.4.1',
  certificate: {
    subject: 'CN=server',
    issuer: 'CN=server',
    fingerprint,
    validFrom: '2026-01-05T00:00:00.000Z',
    validUntil: '2028-01-05T00:00:00.000Z',
    daysLeft: 700,
    warnings: ['self-signed'],
  },
};
const plain: ServerProbe = { url: 'http://192.168.0.121', mode: 'plain', version: null, certificate: null };

const unpaired: Partial<Snapshot> = {
  state: 'unpaired',
  player: { id: null, name: null, hostname: '', serverUrl: null, orientation: 'landscape' },
  machineName: 'lobby-east',
};

interface Answers {
  readonly probe?: Result<ServerProbe>;
  readonly pair?: Result<null> | Promise<Result<null>>;
}

async function showForm({ probe = ok(pinned), pair = ok(null) }: Answers = {}): Promise<ShownScreen> {
  return showScreen(<PairingScreen clock={createFakeClock()} />, unpaired, {
    'probe-server': () => probe,
    pair: () => pair,
    'cancel-pairing': () => ok(null),
    'run-doctor': () => ok([]),
    'change-setting': () => ok(null),
  });
}

const field = (name: string): HTMLInputElement => screen.getByLabelText(name);
const address = (): HTMLInputElement => field('Server address');
const button = (name: string): HTMLElement => screen.getByRole('button', { name });

async function fillIn({ user, wait }: ShownScreen, code = 'CODE-1'): Promise<void> {
  await user.type(address(), '192.168.0.121');
  await wait(600);
  if (code !== '') await user.type(field('Quick-connect code'), code);
}

beforeEach(() => {
  // The samples need no server; here there is nothing to read them from.
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no files')));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 5 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the look at the address', () => {
  it('begins when the typing pauses, and says which server answers where', async () => {
    const shown = await showForm();
    await shown.user.type(address(), '192.168.0.121');
    expect(shown.asked('probe-server')).toEqual([]);
    expect(screen.getByText('Looking for the server…')).toBeDefined();
    await shown.wait(600);
    expect(shown.asked('probe-server')).toEqual([{ address: '192.168.0.121' }]);
    expect(screen.getByText('DigiServer 2.4.1 found at https://192.168.0.121')).toBeDefined();
  });

  it('shows the fingerprint in groups of four with what a stricter client would say', async () => {
    const shown = await showForm();
    await fillIn(shown);
    const groups = fingerprint.replace(/(.{4})(?=.)/g, '$1 ');
    expect(shown.container.querySelector('.fingerprint')?.textContent).toBe(groups);
    expect(screen.getByText('The server signed this certificate itself.')).toBeDefined();
  });

  it('says beside the address that nothing answers, and what to do', async () => {
    const shown = await showForm({ probe: fail('offline', 'Nothing.') });
    await fillIn(shown);
    expect(address().getAttribute('aria-invalid')).toBe('true');
    const described = address().getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(described)?.textContent).toMatch(/Nothing answers.*Check the address/);
  });

  it('is repeated for as long as nobody answers', async () => {
    const shown = await showForm({ probe: fail('offline', 'Nothing.') });
    await fillIn(shown);
    await shown.wait(5_100);
    expect(shown.asked('probe-server')).toHaveLength(2);
    shown.bridge.answer({ 'probe-server': () => ok(pinned) });
    await shown.wait(5_100);
    expect(address().getAttribute('aria-invalid')).toBe('false');
    await shown.wait(20_000);
    expect(shown.asked('probe-server')).toHaveLength(3);
  });

  it('drops the answer to an address that was typed over', async () => {
    let answerFirst: (probe: Result<ServerProbe>) => void = () => undefined;
    const shown = await showForm();
    shown.bridge.answer({
      'probe-server': ({ address: asked }) =>
        asked === 'first'
          ? new Promise((resolve) => {
              answerFirst = resolve;
            })
          : ok({ ...pinned, url: 'https://second' }),
    });
    await shown.user.type(address(), 'first');
    await shown.wait(600);
    await shown.user.clear(address());
    await shown.user.type(address(), 'second');
    await shown.wait(600);
    await act(async () => {
      answerFirst(ok({ ...pinned, url: 'https://first' }));
      await Promise.resolve();
    });
    expect(screen.getByText(/found at https:\/\/second/)).toBeDefined();
    expect(screen.queryByText(/found at https:\/\/first/)).toBeNull();
  });
});

describe('from field to field', () => {
  const address = (): HTMLElement => field('Server address');

  it('the Tab key leads past nothing else: type, Tab, type, Tab, type, Enter pairs', async () => {
    const shown = await showForm({ probe: ok({ ...pinned, mode: 'system' }) });
    await shown.user.keyboard('192.168.0.121{Tab}hall{Tab}CODE-1');
    await shown.wait(600);
    await shown.user.keyboard('{Enter}');
    expect(shown.asked('pair')).toMatchObject([
      { hostname: 'hall', secret: { kind: 'code', code: 'CODE-1' }, fingerprint: null },
    ]);
  });

  it('Enter leads to the next empty one, and from the last sends the form', async () => {
    const shown = await showForm({ probe: ok({ ...pinned, mode: 'system' }) });
    await shown.user.keyboard('192.168.0.121{Enter}');
    expect(document.activeElement, 'the name is filled in already').toBe(field('Quick-connect code'));
    await shown.user.clear(field('Name of this screen'));
    await shown.user.type(field('Quick-connect code'), 'CODE-1{Enter}');
    expect(document.activeElement, 'round to the first that is empty').toBe(field('Name of this screen'));
    await shown.wait(600);
    await shown.user.keyboard('hall{Enter}');
    expect(shown.asked('pair')).toHaveLength(1);
  });

  it('nothing is red before its field was left, and what is wrong is said quietly until then', async () => {
    const shown = await showForm({ probe: fail('offline', 'Nothing.') });
    await shown.user.type(address(), '192.168.0.1');
    await shown.wait(600);
    expect(address().getAttribute('aria-invalid')).toBe('false');
    expect(screen.getByText(/^Nothing answers/).closest('[role="alert"]')).toBeNull();
    await shown.user.tab();
    expect(address().getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText(/^Nothing answers/).closest('[role="alert"]')).not.toBeNull();
    await shown.user.type(address(), '2');
    await shown.wait(600);
    expect(address().getAttribute('aria-invalid'), 'it is being typed again').toBe('false');
  });
});

describe('an address that is nearly right', () => {
  it('is tried with a likely port by one tap', async () => {
    const refused = fail('port-refused', 'Refused.', { host: '192.168.0.121', port: 443, field: 'address' });
    const shown = await showForm({ probe: refused });
    shown.bridge.answer({
      'probe-server': (asked) => (asked.address.endsWith(':5000') ? ok(pinned) : refused),
    });
    await fillIn(shown, '');
    expect(screen.getByText(/^192\.168\.0\.121 is there, but nothing answers on port 443\./)).toBeDefined();
    expect(screen.getAllByRole('button', { name: /^Try/ }).map(({ textContent }) => textContent)).toEqual([
      'Try 192.168.0.121:5000',
      'Try 192.168.0.121:8443',
    ]);
    await shown.user.click(button('Try 192.168.0.121:5000'));
    await shown.wait(600);
    expect(address().value).toBe('192.168.0.121:5000');
    expect(document.activeElement).toBe(address());
    expect(screen.queryByRole('button', { name: /^Try/ })).toBeNull();
    expect(screen.getByText(/^DigiServer 2\.4\.1 found/)).toBeDefined();
  });

  it('names a port without groups, as it is typed', async () => {
    const shown = await showForm({ probe: fail('port-refused', 'x', { host: 'server', port: 5000 }) });
    await fillIn(shown, '');
    expect(screen.getByText(/on port 5000\./)).toBeDefined();
  });

  it.each([
    ['server', 'port-refused', ['server:5000', 'server:8443']],
    ['htps://server', 'port-refused', ['server:5000', 'server:8443']],
    ['server:5000', 'port-refused', ['server', 'server:8443']],
    ['server', 'not-a-digiserver', ['server:5000', 'server:8443']],
    ['http://server:8443', 'speaks-https', ['https://server:8443']],
    ['https://server:5001', 'speaks-http', ['http://server:5001', 'server:5000', 'server:8443']],
    ['[fe80::1]', 'port-refused', ['[fe80::1]:5000', '[fe80::1]:8443']],
    ['server', 'offline', []],
    ['', 'port-refused', []],
  ])('%s that failed with %s may mean %j', (written, code, likely) => {
    expect(likelyAddresses(written, code)).toEqual(likely);
  });
});

describe('over content', () => {
  it('goes away after two minutes alone, counts the last of them, and locks the settings', async () => {
    const clock = createFakeClock();
    const shown = await showScreen(
      <PairingScreen clock={clock} />,
      { pin: { isSet: true, lockedOutSeconds: 0 } },
      { lock: () => ok(null), 'probe-server': () => ok(pinned) },
    );
    act(() => {
      shown.store.getState().requestPairing();
    });
    const left = (): string | undefined => screen.queryByRole('timer')?.textContent;
    await act(() => clock.advance(89_999));
    expect(left()).toBeUndefined();
    await act(() => clock.advance(10_001));
    expect(left()).toBe('This page closes in 20 seconds unless somebody uses it.');
    await shown.user.keyboard('x');
    expect(left()).toBeUndefined();
    await act(() => clock.advance(119_999));
    expect(shown.store.getState().pairingRequested).toBe(true);
    await act(() => clock.advance(1));
    expect(shown.store.getState().pairingRequested).toBe(false);
    cleanup();
    expect(shown.asked('lock')).toEqual([{}]);
  });

  it('stays on a first run, and while it pairs', async () => {
    const clock = createFakeClock();
    const shown = await showScreen(<PairingScreen clock={clock} />, unpaired, {});
    await act(() => clock.advance(600_000));
    expect(screen.queryByRole('timer')).toBeNull();
    expect(shown.store.getState().firstRun).toBe(true);
  });
});

describe('what must be decided first', () => {
  it('is the fingerprint: nothing is sent before it is confirmed', async () => {
    const shown = await showForm();
    await fillIn(shown);
    await shown.user.click(button('Connect'));
    expect(shown.asked('pair')).toEqual([]);
    expect(screen.getByText('Compare the fingerprint, and confirm that it matches.')).toBeDefined();

    await shown.user.click(screen.getByLabelText('I compared it, and it matches'));
    await shown.user.click(button('Connect'));
    expect(shown.asked('pair')).toEqual([
      {
        address: 'https://192.168.0.121',
        hostname: 'lobby-east',
        secret: { kind: 'code', code: 'CODE-1' },
        fingerprint,
        plainConsent: false,
        pin: null,
      },
    ]);
  });

  it('is asked anew when the address changes', async () => {
    const shown = await showForm();
    await fillIn(shown);
    await shown.user.click(screen.getByLabelText('I compared it, and it matches'));
    await shown.user.type(address(), '1');
    await shown.wait(600);
    await shown.user.click(button('Connect'));
    expect(shown.asked('pair')).toEqual([]);
  });

  it('is a yes to http, where only http answers', async () => {
    const shown = await showForm({ probe: ok(plain) });
    await fillIn(shown);
    await shown.user.click(button('Connect'));
    expect(shown.asked('pair')).toEqual([]);
    await shown.user.click(screen.getByLabelText('Connect without encryption anyway'));
    await shown.user.click(button('Connect'));
    expect(shown.asked('pair')).toMatchObject([{ plainConsent: true, fingerprint: null }]);
  });

  it('is each field in turn, by its own sentence', async () => {
    const shown = await showForm();
    await shown.user.click(button('Connect'));
    expect(address().getAttribute('aria-invalid')).toBe('true');
    await fillIn(shown, '');
    await shown.user.click(button('Connect'));
    expect(field('Quick-connect code').getAttribute('aria-invalid')).toBe('true');
    await shown.user.clear(field('Name of this screen'));
    await shown.user.click(button('Connect'));
    expect(field('Name of this screen').getAttribute('aria-invalid')).toBe('true');
    expect(shown.asked('pair')).toEqual([]);
  });
});

describe('the pairing', () => {
  const connect = async (shown: ShownScreen): Promise<void> => {
    await fillIn(shown);
    await shown.user.click(screen.getByLabelText('I compared it, and it matches'));
    await shown.user.click(button('Connect'));
  };

  it('that fails says so beside its field, and nothing typed is lost', async () => {
    const shown = await showForm({ pair: fail('wrong-code', 'The code is wrong.', { field: 'secret' }) });
    await connect(shown);
    expect((await screen.findByLabelText('Quick-connect code')).getAttribute('aria-invalid')).toBe('true');
    expect(field('Quick-connect code').value).toBe('CODE-1');
    expect(document.activeElement, 'the focus leads there').toBe(field('Quick-connect code'));
    expect(address().value).toBe('192.168.0.121');
    expect(field('Name of this screen').value).toBe('lobby-east');
    expect(screen.getByLabelText<HTMLInputElement>('I compared it, and it matches').checked).toBe(true);

    await shown.user.type(field('Quick-connect code'), '2');
    expect(field('Quick-connect code').getAttribute('aria-invalid')).toBe('false');
  });

  it('that finds another certificate shows that one, to be compared anew', async () => {
    const shown = await showForm({ pair: fail('certificate-changed', 'Changed.', { field: 'fingerprint' }) });
    await connect(shown);
    const certificate = { ...pinned.certificate, fingerprint: 'AB'.repeat(32) } as ServerProbe['certificate'];
    shown.bridge.answer({ 'probe-server': () => ok({ ...pinned, certificate }) });
    await shown.wait(600);
    await vi.waitFor(() => {
      expect(shown.container.querySelector('.fingerprint')?.textContent).toMatch(/^ABAB ABAB /);
    });
    expect(screen.getByLabelText<HTMLInputElement>('I compared it, and it matches').checked).toBe(false);
    expect(screen.getByText(/^The certificate has changed since you compared it\./)).toBeDefined();
  });

  it('ticks its steps off, with the bytes of the download', async () => {
    const shown = await showForm({ pair: new Promise(() => undefined) });
    await connect(shown);
    const states = (): (string | undefined)[] =>
      within(screen.getByRole('list'))
        .getAllByRole('listitem')
        .map((item) => item.className);
    expect(states()).toEqual(['is-active', ...Array<string>(5).fill('is-waiting')]);
    act(() => {
      shown.bridge.emit('pairing-step', {
        step: 'download',
        progress: {
          filesDone: 3,
          filesTotal: 8,
          bytesDone: 50_000_000,
          bytesTotal: 200_000_000,
          bytesPerSecond: 9_200_000,
          secondsLeft: 75,
        },
      });
    });
    expect(states()).toEqual([...Array<string>(4).fill('is-done'), 'is-active', 'is-waiting']);
    expect(screen.getByText('3 of 8 files · 50 MB of 200 MB · 9.2 MB/s · 1 min 15 secs left')).toBeDefined();
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25');
  });

  it('shows what a step failed with, and goes on when that passes', async () => {
    const shown = await showForm({ pair: new Promise(() => undefined) });
    await connect(shown);
    const failure = fail('disk-lacks', '', { missingBytes: 44_200_000 }).error;
    act(() => {
      shown.bridge.emit('pairing-step', { step: 'download', progress: null, failure });
    });
    const download = within(screen.getByRole('list')).getAllByRole('listitem')[4];
    expect(download?.className).toBe('is-failed');
    expect(download?.textContent).toContain('failed');
    expect(download?.textContent).toContain('The disk of this machine lacks 44.2 MB.');

    act(() => {
      shown.bridge.emit('pairing-step', { step: 'play', progress: null });
    });
    expect(download?.className).toBe('is-done');
  });

  it('can be given up until the screen is signed in', async () => {
    const shown = await showForm({ pair: new Promise(() => undefined) });
    await connect(shown);
    await shown.user.click(button('Cancel'));
    expect(shown.asked('cancel-pairing')).toHaveLength(1);
    expect(address().value).toBe('192.168.0.121');

    await shown.user.click(button('Connect'));
    act(() => {
      shown.bridge.emit('pairing-step', { step: 'playlist', progress: null });
    });
    expect(button('Cancel').hasAttribute('disabled')).toBe(true);
  });

  it('takes the PIN that is wanted along, and none where it was skipped', async () => {
    const shown = await showForm();
    await fillIn(shown);
    await shown.user.click(screen.getByLabelText('I compared it, and it matches'));
    await shown.user.click(screen.getByLabelText('Set a PIN for the settings'));
    await shown.user.type(field('PIN for the settings'), '47');
    await shown.user.click(button('Connect'));
    expect(shown.asked('pair')).toEqual([]);
    expect(field('PIN for the settings').getAttribute('aria-invalid')).toBe('true');
    await shown.user.type(field('PIN for the settings'), '11');
    await shown.user.click(button('Connect'));
    expect(shown.asked('pair')).toMatchObject([{ pin: '4711' }]);
    cleanup();

    const skipping = await showForm();
    await connect(skipping);
    expect(skipping.asked('pair')).toMatchObject([{ pin: null }]);
  });

  it('that cannot keep the PIN says so beside it, and stays', async () => {
    const shown = await showForm({ pair: fail('pin-not-kept', 'The disk is full.', { field: 'pin' }) });
    await fillIn(shown);
    await shown.user.click(screen.getByLabelText('I compared it, and it matches'));
    await shown.user.click(screen.getByLabelText('Set a PIN for the settings'));
    await shown.user.type(field('PIN for the settings'), '4711');
    await shown.user.click(button('Connect'));
    expect(await screen.findByText(/^The PIN could not be saved\./)).toBeDefined();
    expect(document.activeElement).toBe(field('PIN for the settings'));
    expect(field('PIN for the settings').value).toBe('4711');
  });

  it('takes a password behind one press, and keeps the code that was typed', async () => {
    const shown = await showForm();
    await fillIn(shown);
    await shown.user.click(button('Use a password instead'));
    expect(field('Password').type).toBe('password');
    await shown.user.type(field('Password'), 'secret 1');
    await shown.user.click(screen.getByLabelText('I compared it, and it matches'));
    await shown.user.click(button('Connect'));
    expect(shown.asked('pair')).toMatchObject([{ secret: { kind: 'password', password: 'secret 1' } }]);
  });
});

const saidInAlert = (): string =>
  screen
    .queryAllByRole('alert')
    .map(({ textContent }) => textContent)
    .join('');

describe('beside the form', () => {
  it('the doctor looks at the address that is typed, and the form is as it was afterwards', async () => {
    const shown = await showForm();
    shown.bridge.answer({
      'run-doctor': () =>
        ok([
          {
            check: 'tcp',
            verdict: 'bad',
            code: 'tcp-refused',
            message: 'Nothing listens.',
            remedy: 'Start it.',
            params: {},
          },
        ]),
    });
    await fillIn(shown);
    await shown.user.click(button('Run diagnostics'));
    expect(shown.asked('run-doctor')).toEqual([{ address: '192.168.0.121' }]);
    expect((await screen.findByRole('listitem')).textContent).toMatch(/^Port: failed/);
    expect(screen.getByText('Something is not working.')).toBeDefined();
    await shown.user.click(button('Back'));
    expect(field('Quick-connect code').value).toBe('CODE-1');
    expect(document.activeElement).toBe(button('Run diagnostics'));
  });

  it('the language is chosen from a list that Escape closes', async () => {
    const shown = await showForm();
    await shown.user.click(button('Language: English'));
    await shown.user.keyboard('{Escape}');
    expect(screen.queryByLabelText('Polski')).toBeNull();
    await shown.user.click(button('Language: English'));
    await shown.user.click(screen.getByLabelText('Polski'));
    expect(shown.asked('change-setting')).toEqual([{ name: 'language', value: 'pl' }]);
    expect(saidInAlert()).toBe('');
  });

  it('a choice that the player refuses is told where it was made', async () => {
    const shown = await showForm();
    shown.bridge.answer({ 'change-setting': () => fail('locked', 'Enter the PIN of the settings first.') });
    await shown.user.click(button('Language: English'));
    await shown.user.click(screen.getByLabelText('Polski'));
    await screen.findAllByRole('alert');
    await shown.user.click(button('Language: English'));
    expect(saidInAlert()).toBe('');
    await shown.user.click(button('Orientation From the server'));
    await shown.user.click(screen.getByLabelText('Portrait'));
    await screen.findAllByRole('alert');
  });

  it('the orientation is chosen, and the screen turns by the setting', async () => {
    const shown = await showForm();
    await shown.user.click(button('Orientation From the server'));
    await shown.user.click(screen.getByLabelText('Portrait'));
    expect(shown.asked('change-setting')).toEqual([{ name: 'orientation', value: 'portrait' }]);
  });

  it('a picture that hangs upside down is turned over, and another choice takes that back', async () => {
    const shown = await showForm();
    const settings = { ...sampleSnapshot().settings, orientation: 'portrait' } as const;
    const player = { ...sampleSnapshot().player, orientation: 'portrait' } as const;
    const tell = (rotation: 'auto' | '270'): void => {
      act(() => {
        shown.bridge.emit(
          'snapshot',
          sampleSnapshot({ ...unpaired, player, settings: { ...settings, rotation } }),
        );
      });
    };
    tell('auto');
    await shown.user.click(button('Orientation Portrait'));
    await shown.user.click(button('Upside down? Flip it'));
    expect(shown.asked('change-setting')).toEqual([{ name: 'rotation', value: '270' }]);
    tell('270');
    await shown.user.click(screen.getByLabelText('Landscape'));
    expect(shown.asked('change-setting').slice(1)).toEqual([
      { name: 'rotation', value: 'auto' },
      { name: 'orientation', value: 'landscape' },
    ]);
  });

  it('a QR code says who this machine is, and nothing that was typed', async () => {
    const shown = await showForm();
    await fillIn(shown);
    const outline = shown.container.querySelector('.qr-code path')?.getAttribute('d') ?? '';
    const text = readQrCode(shown.container.querySelector('.qr-code'));
    expect(text).toBe('lobby-east\n192.168.0.57\nDigiPlayer 0.1.0');
    await shown.user.type(field('Quick-connect code'), 'MORE');
    expect(shown.container.querySelector('.qr-code path')?.getAttribute('d')).toBe(outline);
    expect(screen.getByText('192.168.0.57')).toBeDefined();
  });

  it('a machine without a network says so', async () => {
    const shown = await showForm();
    act(() => {
      shown.bridge.emit('snapshot', sampleSnapshot({ ...unpaired, addresses: [] }));
    });
    expect(screen.getByText('No network. Check the cable or the Wi-Fi.')).toBeDefined();
    expect(readQrCode(shown.container.querySelector('.qr-code'))).toBe('lobby-east\nDigiPlayer 0.1.0');
  });

  it.each(['click', 'key'])('samples are shown, and a %s leads back to all that was typed', async (way) => {
    const shown = await showForm();
    await fillIn(shown);
    await shown.user.click(button('Show me sample content'));
    const back = screen.getByRole('button', { name: /^Sample content\. Touch the screen/ });
    expect(document.activeElement).toBe(back);
    await shown.user.keyboard('{Shift>}{/Shift}');
    expect(screen.queryByTestId('samples')).not.toBeNull();
    if (way === 'click') await shown.user.click(back);
    else await shown.user.keyboard('x');
    expect(screen.queryByTestId('samples')).toBeNull();
    expect(document.activeElement).toBe(button('Show me sample content'));
    expect(field('Quick-connect code').value).toBe('CODE-1');
    expect(address().value).toBe('192.168.0.121');
    expect(shown.bridge.calls.filter(({ name }) => name === 'report-playback')).toEqual([]);
  });
});
