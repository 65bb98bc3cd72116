// @vitest-environment happy-dom
import { act, cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestPattern } from '../../../../renderer/overlay/test-pattern.tsx';
import { Overlay } from '../../../../renderer/overlay/overlay.tsx';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';
import type { LogEntry } from '../../../../src/shared/bridge.ts';
import type { DoctorFinding } from '../../../../src/shared/doctor.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import type { CertificateSummary, Snapshot } from '../../../../src/shared/status.ts';
import { showScreen, type ShownScreen } from '../../../support/show-screen.tsx';

const trusted = 'A'.repeat(64);
const refused = `${'A'.repeat(60)}BBBB`;
const certificate = (fingerprint: string): CertificateSummary => ({
  subject: 'CN=server',
  issuer: 'CN=server',
  fingerprint,
  validFrom: '2026-01-05T00:00:00.000Z',
  validUntil: '2028-01-05T00:00:00.000Z',
  daysLeft: 700,
  warnings: [],
});
const line = (message: string): LogEntry => ({
  time: '2026-03-02T09:14:00.000Z',
  level: 'info',
  message,
  facts: { file: 'waves.mp4' },
});

async function showOverlay(
  snapshot: Partial<Snapshot> = {},
  onClose: () => void = () => undefined,
): Promise<ShownScreen> {
  return showScreen(<Overlay onClose={onClose} />, snapshot, {
    'change-setting': () => ok(null),
    'accept-certificate': () => ok(null),
    'read-log': () => ok([line('Hello')]),
    'read-trust-audit': () => ok([]),
    'run-doctor': () => ok([]),
    'clear-cache': () => ok({ freedBytes: 214_000_000 }),
    'verify-cache': () => ok({ checked: 31, lost: 1 }),
    'retry-items': () => ok(null),
    'read-health': () => ok({ playerMb: 118, browserMb: 412, temperatureCelsius: 54.2 }),
    'read-storage': () =>
      ok({
        neededBytes: 3e9,
        previousBytes: 2e8,
        otherBytes: 0,
        unfinishedBytes: 0,
        verifying: null,
      }),
    'try-setting': () => ok(null),
    'keep-settings': () => ok(null),
    'undo-settings': () => ok(null),
    'sync-now': () => fail('offline', 'Nothing.'),
    relaunch: () => ok(null),
    quit: () => ok(null),
  });
}

const tab = (name: string): HTMLElement => screen.getByRole('tab', { name });
const button = (name: string): HTMLElement => screen.getByRole('button', { name });
const outcome = (): string =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join('');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 5 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the dialog', () => {
  it('takes the focus, keeps it, and gives it back', async () => {
    const before = document.createElement('button');
    document.body.append(before);
    before.focus();
    const { user } = await showOverlay();
    const dialog = screen.getByRole('dialog', { name: 'Screen settings' });
    expect(document.activeElement).toBe(tab('Status'));
    await user.click(tab('Display'));
    for (let press = 0; press < 12; press += 1) {
      await user.tab();
      expect(dialog.contains(document.activeElement)).toBe(true);
    }
    await user.click(tab('Status'));
    await user.tab({ shift: true });
    expect(document.activeElement).toBe(button('Close'));
    await user.tab({ shift: true });
    expect(document.activeElement, 'the last of the tab').toBe(button('Fetch the playlist now'));
    cleanup();
    expect(document.activeElement).toBe(before);
    before.remove();
  });

  it('goes through its tabs by the arrow keys, and round', async () => {
    const { user } = await showOverlay();
    await user.keyboard('{ArrowUp}');
    expect(tab('Power').getAttribute('aria-selected')).toBe('true');
    expect(document.activeElement).toBe(tab('Power'));
    await user.keyboard('{ArrowDown}{ArrowRight}');
    expect(document.activeElement).toBe(tab('Server'));
    await user.keyboard('{End}');
    expect(document.activeElement).toBe(tab('Power'));
  });

  it('is closed by its button', async () => {
    const onClose = vi.fn();
    const { user } = await showOverlay({}, onClose);
    await user.click(button('Close'));
    expect(onClose).toHaveBeenCalledOnce();
  });
});

describe('Status', () => {
  it('says what plays and what is wrong, in sentences', async () => {
    const { bridge } = await showOverlay({
      current: { id: '3', fileName: 'harbour.jpg', since: '2026-03-02T09:14:00.000Z', until: null },
      playlist: { version: '41', items: 8, offered: '42', staged: null },
    });
    expect(screen.getByText('harbour.jpg')).toBeDefined();
    expect(screen.getByText('version 41 · On the server: 42')).toBeDefined();
    expect(screen.getByText('Everything is working.')).toBeDefined();
    act(() => {
      bridge.emit(
        'snapshot',
        sampleSnapshot({ connection: 'offline', problems: [fail('offline', 'x').error] }),
      );
    });
    expect(screen.getByText(/Nothing answers at this address/)).toBeDefined();
    expect(screen.getByText('Offline')).toBeDefined();
  });

  it.each([
    ['offline', 'Run diagnostics', 'run-doctor'],
    ['item-does-not-play', 'Retry failed items', 'retry-items'],
    ['bad-playlist', 'Fetch the playlist now', 'sync-now'],
    ['display-may-sleep', 'Try again', 'change-setting'],
    ['safe-mode', 'Retry failed items', 'retry-items'],
  ] as const)('has the action that mends %s as a button', async (code, label, request) => {
    const { user, asked } = await showOverlay({ problems: [fail(code, 'x', { file: 'a.mp4' }).error] });
    const list = within(screen.getByRole('list'));
    await user.click(list.getByRole('button', { name: label }));
    expect(asked(request)).toHaveLength(1);
  });

  it.each([
    ['certificate-refused', 'Compare the certificates', 'Server'],
    ['disk-full', 'Open the storage settings', 'Storage'],
  ] as const)('leads from %s to where it is mended', async (code, label, place) => {
    const { user } = await showOverlay({ problems: [fail(code, 'x').error] });
    await user.click(button(label));
    expect(tab(place).getAttribute('aria-selected')).toBe('true');
  });

  it('says how the machine is', async () => {
    await showOverlay({
      recoveries: { screen: 2, relaunches: 1, safeMode: false },
      lastRecovery: { at: '2026-03-02T09:14:00.000Z', cause: 'lost', detail: 'render process: crashed' },
      start: { reason: 'crash', cause: 'signal SIGKILL' },
      transitions: {
        count: 10,
        held: 0,
        lateP50: 0,
        lateP95: 0,
        lateMax: 17.4,
        droppedFrames: 4,
        repeatedFrames: 0,
      },
    });
    expect(await screen.findByText('54.2 °C')).toBeDefined();
    expect(screen.getByText('player 124 MB, browser 432 MB')).toBeDefined();
    expect(screen.getByText('latest change 17 ms late, 4 frames dropped')).toBeDefined();
    expect(screen.getByText(/ended without warning: signal SIGKILL/)).toBeDefined();
    expect(screen.getByText(/^3, last .*\(the window was lost: render process: crashed\)$/)).toBeDefined();
    expect(screen.getByText('192.168.0.57')).toBeDefined();
  });
});

describe('Server', () => {
  const untrusted: Partial<Snapshot> = {
    trust: {
      mode: 'pinned',
      current: certificate(trusted),
      announced: null,
      refused: certificate(refused),
    },
  };

  it('marks what differs in a refused certificate, and accepts it only after a yes', async () => {
    const { user, asked, container } = await showOverlay(untrusted);
    await user.click(tab('Server'));
    const differing = [...container.querySelectorAll('.differs')].map(({ textContent }) => textContent);
    expect(differing).toEqual([' BBBB']);

    await user.click(button('Trust this certificate'));
    const question = within(screen.getByRole('group', { name: 'Trust the refused certificate?' }));
    await user.click(question.getByRole('button', { name: 'Cancel' }));
    expect(document.activeElement).toBe(button('Trust this certificate'));
    expect(asked('accept-certificate')).toEqual([]);

    await user.click(button('Trust this certificate'));
    await user.click(button('Trust this certificate'));
    expect(asked('accept-certificate')).toEqual([{ fingerprint: refused }]);
    await vi.waitFor(() => {
      expect(outcome()).toContain('Done.');
    });
  });

  it('looks at what the server shows now, and trusts it in place of the other after a yes', async () => {
    const shown = await showOverlay({
      trust: { mode: 'pinned', current: certificate(trusted), announced: null, refused: null },
    });
    shown.bridge.answer({
      'look-at-certificate': () => ok(certificate(refused)),
      'use-certificate': () => ok(null),
    });
    await shown.user.click(tab('Server'));
    await shown.user.click(button('Use another certificate'));
    expect(await screen.findByText('Shown by the server now')).toBeDefined();
    expect([...shown.container.querySelectorAll('.differs')].map(({ textContent }) => textContent)).toEqual([
      ' BBBB',
    ]);
    await shown.user.click(button('Trust this certificate'));
    expect(shown.asked('use-certificate'), 'it asks first').toEqual([]);
    await shown.user.click(button('Trust this certificate'));
    expect(shown.asked('use-certificate')).toEqual([{ fingerprint: refused }]);

    shown.bridge.answer({ 'look-at-certificate': () => ok(certificate(trusted)) });
    await shown.user.click(button('Use another certificate'));
    expect(await screen.findByText(/certificate that is trusted already/)).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Trust this certificate' })).toBeNull();
  });

  it('lists who decided when to trust whom', async () => {
    const { user, bridge, asked } = await showOverlay(untrusted);
    bridge.answer({
      'read-trust-audit': () =>
        ok([
          {
            at: '2026-03-02T08:02:11.000Z',
            decision: 'first-trust',
            by: 'installer',
            server: 'https://server',
            before: null,
            after: trusted,
            note: '',
          },
          {
            at: '2026-03-01T08:02:11.000Z',
            decision: 'of-another-version',
            by: 'rotation',
            server: 'https://server',
            before: null,
            after: null,
            note: '',
          },
        ]),
    });
    await user.click(tab('Server'));
    expect(asked('read-trust-audit')).toEqual([{ count: 50 }]);
    expect(await screen.findByText('Trusted for the first time')).toBeDefined();
    expect(screen.getByText('of-another-version')).toBeDefined();
  });

  it('runs the doctor on the server in use', async () => {
    const { user, bridge, asked } = await showOverlay();
    bridge.answer({
      'run-doctor': () =>
        ok([
          { check: 'dns', verdict: 'good', code: 'dns-literal', message: 'Fine.', remedy: null, params: {} },
        ]),
    });
    await user.click(tab('Server'));
    await user.click(button('Run diagnostics'));
    expect(asked('run-doctor')).toEqual([{ address: null }]);
    expect(await screen.findByText('Everything is working.')).toBeDefined();
  });

  it('leads to the pairing screen', async () => {
    const { user, store } = await showOverlay();
    await user.click(tab('Server'));
    await user.click(button('Pair again'));
    expect(store.getState().pairingRequested, 'it asks first').toBe(false);
    await user.click(button('Pair again'));
    expect(store.getState().pairingRequested).toBe(true);
  });
});

describe('the doctor’s report', () => {
  const finding = (
    check: DoctorFinding['check'],
    verdict: DoctorFinding['verdict'],
    code: DoctorFinding['code'],
  ): DoctorFinding => ({ check, verdict, code, message: `About ${check}.`, remedy: 'Do it.', params: {} });
  const run = async (findings: readonly DoctorFinding[]): Promise<ShownScreen> => {
    const shown = await showOverlay();
    shown.bridge.answer({ 'run-doctor': () => ok(findings) });
    await shown.user.click(tab('Server'));
    await shown.user.click(button('Run diagnostics'));
    await shown.wait(1);
    return shown;
  };
  const opened = (): (string | undefined)[] =>
    screen.getAllByRole('button', { expanded: true }).map(({ textContent }) => textContent);

  it('scrolls to its verdict, and opens the first step that failed', async () => {
    const scrolled = vi.spyOn(Element.prototype, 'scrollTo');
    await run([
      finding('dns', 'good', 'dns-literal'),
      finding('clock', 'warning', 'clock-off'),
      finding('sign-in', 'bad', 'sign-in-refused'),
      finding('disk', 'bad', 'disk-full'),
    ]);
    expect(screen.getByText('Something is not working.')).toBeDefined();
    expect(scrolled.mock.contexts.map((one) => (one as Element).id)).toContain('overlay-panel');
    expect(opened()).toEqual(['Sign-in: failed']);
    scrolled.mockRestore();
  });

  it('offers the action that it recommends as a button', async () => {
    const pairing = await run([finding('sign-in', 'bad', 'sign-in-refused')]);
    const [, action] = screen.getAllByRole('button', { name: 'Pair again' });
    if (action === undefined) throw new Error('no action');
    await pairing.user.click(action);
    expect(pairing.store.getState().pairingRequested).toBe(true);
    cleanup();

    const storage = await run([finding('disk', 'warning', 'disk-below-limit')]);
    await storage.user.click(button('Open the storage settings'));
    expect(tab('Storage').getAttribute('aria-selected')).toBe('true');
    cleanup();

    const again = await run([finding('tcp', 'bad', 'tcp-timed-out')]);
    await again.user.click(button('Run again'));
    expect(again.asked('run-doctor')).toHaveLength(2);
  });

  it('opens nothing where all is well, and each step at a press', async () => {
    const { user } = await run([finding('dns', 'good', 'tls-pinned')]);
    expect(screen.queryByRole('button', { expanded: true })).toBeNull();
    await user.click(screen.getByRole('button', { name: /^Name lookup/ }));
    expect(opened()).toEqual(['Name lookup: OK']);
  });
});

describe('what is said of a certificate', () => {
  const remarks = async (mode: 'pinned' | 'insecure'): Promise<string[]> => {
    const current = {
      ...certificate(trusted),
      warnings: ['expired', 'not-yet-valid', 'weak-key', 'self-signed', 'name-mismatch', 'unknown-authority'],
    } as const;
    const shown = await showOverlay({ trust: { mode, current, announced: null, refused: null } });
    await shown.user.click(tab('Server'));
    const wrong = [...shown.container.querySelectorAll('.remarks .is-wrong')].map(
      ({ textContent }) => textContent,
    );
    cleanup();
    return wrong;
  };

  it('is amber only for what is wrong: in pinned mode neither its maker nor its name is', async () => {
    const wrong = await remarks('pinned');
    expect(wrong).toHaveLength(3);
    expect(wrong.join(' ')).toMatch(/expired.*not valid yet.*key is weak/);
    expect(await remarks('insecure')).toHaveLength(6);
  });
});

describe('Display', () => {
  it('tries every choice of a look at once', async () => {
    const { user, asked } = await showOverlay();
    await user.click(tab('Display'));
    await user.click(screen.getByLabelText('Portrait'));
    await user.click(screen.getByLabelText('180°'));
    await user.click(screen.getByLabelText('Slide'));
    await user.click(screen.getByLabelText('Magyar'));
    expect(asked('try-setting')).toEqual([
      { name: 'orientation', value: 'portrait' },
      { name: 'rotation', value: '180' },
      { name: 'transition', value: 'slide' },
    ]);
    expect(asked('change-setting')).toEqual([{ name: 'language', value: 'hu' }]);
  });

  it('shows a look that nobody kept yet, with the way to keep it and the way back', async () => {
    const until = new Date(Date.now() + 9_500).toISOString();
    const { user, asked } = await showOverlay({ trial: { until } });
    await user.click(tab('Display'));
    expect(screen.getByRole('timer').textContent).toMatch(/^Undone in (9|10) s$/);
    await user.click(button('Keep'));
    expect(asked('keep-settings')).toHaveLength(1);
    await user.click(button('Undo'));
    expect(asked('undo-settings')).toHaveLength(1);
  });

  const displays = [
    { wish: 'DELL', label: 'DELL', width: 1920, height: 1080, isPrimary: true, isCurrent: true },
    { wish: '2', label: '', width: 1080, height: 1920, isPrimary: false, isCurrent: false },
  ];

  it('tries another monitor where that is seen at once, and stores it where it is not', async () => {
    const { user, bridge, asked, wait } = await showOverlay();
    bridge.answer({ 'read-displays': () => ok({ displays, applies: 'now' }) });
    await user.click(tab('Display'));
    await user.click(await screen.findByLabelText('2 · 1080 × 1920'));
    expect(asked('try-setting')).toEqual([{ name: 'display', value: '2' }]);
    bridge.answer({ 'read-displays': () => ok({ displays, applies: 'next-start' }) });
    await wait(3_000);
    expect(await screen.findByText('Holds from the next start of the player.')).toBeDefined();
    await user.click(screen.getByLabelText('1 · DELL · 1920 × 1080'));
    expect(asked('change-setting')).toEqual([{ name: 'display', value: 'DELL' }]);
    bridge.answer({ 'read-displays': () => ok({ displays, applies: 'never' }) });
    await wait(3_000);
    expect(await screen.findByText(/the desktop decides which monitor/)).toBeDefined();
    expect(screen.queryByLabelText('2 · 1080 × 1920')).toBeNull();
  });

  it('says nothing of monitors where there is but one', async () => {
    const { user, bridge, wait } = await showOverlay();
    bridge.answer({ 'read-displays': () => ok({ displays: displays.slice(0, 1), applies: 'now' }) });
    await user.click(tab('Display'));
    await wait(1);
    expect(screen.queryByText('Monitor to use')).toBeNull();
  });

  it('says that a fixed rotation goes before an orientation that it contradicts', async () => {
    const settings = { ...sampleSnapshot().settings, rotation: '90' } as const;
    const { user } = await showOverlay({ settings });
    await user.click(tab('Display'));
    expect(screen.getByRole('note').textContent).toMatch(/goes before the orientation \(Landscape\)/);
  });

  it('has a test pattern over everything, which any key takes away, and nothing else with it', async () => {
    const { user, store } = await showScreen(<TestPattern />);
    store.getState().showTestPattern(true);
    store.getState().openOverlay();
    expect(screen.getByText(/^\d+ × \d+$/)).toBeDefined();
    const { container } = { container: document.body };
    expect(container.querySelectorAll('.test-edge'), 'the outermost pixel and the overscan').toHaveLength(2);
    expect([...container.querySelectorAll('.test-bars')].map((bars) => bars.childElementCount)).toEqual([
      8, 11,
    ]);
    expect(container.querySelector('.test-mover i')).not.toBeNull();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Hide the test pattern');
    await user.keyboard('{Escape}');
    expect(store.getState()).toMatchObject({ testPattern: false, overlayOpen: true });
  });

  it('says which part of a wall the screen is, and its test pattern says it, too', async () => {
    const settings = { ...sampleSnapshot().settings, wall: '3x2@1,0 bezel 1.0%' };
    const { user } = await showOverlay({ settings });
    await user.click(tab('Display'));
    expect(screen.getByText('Column 2 of 3, row 1 of 2 · 3x2@1,0 bezel 1.0%')).toBeDefined();
    await showScreen(<TestPattern />, { settings });
    expect(screen.getByText('Column 2 of 3, row 1 of 2')).toBeDefined();
  });

  it('shows the test pattern until the tab is left', async () => {
    const { user, store } = await showOverlay();
    await user.click(tab('Display'));
    await user.click(button('Show the test pattern'));
    expect(store.getState().testPattern).toBe(true);
    await user.click(tab('Status'));
    expect(store.getState().testPattern).toBe(false);
  });
});

describe('Storage', () => {
  it('says how full the cache is, and changes its limit', async () => {
    const { user, asked } = await showOverlay({
      cache: { usedBytes: 9_500, limitBytes: 10_000, freeBytes: null },
    });
    await user.click(tab('Storage'));
    const meter = screen.getByRole('meter');
    expect(meter.getAttribute('aria-valuenow')).toBe('95');
    expect(meter.classList.contains('is-full')).toBe(true);
    const limit = screen.getByLabelText('Storage limit in GB');
    await user.clear(limit);
    await user.type(limit, '2,5{Enter}');
    expect(asked('change-setting')).toEqual([{ name: 'maxCacheSizeMb', value: 2384 }]);
  });

  it('has one unit, and says what is free on the disk', async () => {
    const { user, asked } = await showOverlay({
      cache: { usedBytes: 850_000_000, limitBytes: 10_737_418_240, freeBytes: 41_200_000_000 },
    });
    expect(screen.getByText('0.9 GB of 10.7 GB · 41.2 GB free on the disk')).toBeDefined();
    await user.click(tab('Storage'));
    expect(screen.getByText('0.9 GB of 10.7 GB · 41.2 GB free on the disk')).toBeDefined();
    const limit = screen.getByLabelText<HTMLInputElement>('Storage limit in GB');
    expect(limit.value).toBe('10.74');
    await user.click(button('Apply'));
    expect(asked('change-setting'), 'what was not touched stays to the byte').toEqual([
      { name: 'maxCacheSizeMb', value: 10_240 },
    ]);
  });

  it('offers no limit that the disk has no room for', async () => {
    const { user, asked } = await showOverlay({
      cache: { usedBytes: 2e9, limitBytes: 10_737_418_240, freeBytes: 11e9 },
    });
    await user.click(tab('Storage'));
    expect(screen.getByText('The disk has room for 13 GB.')).toBeDefined();
    expect(button('20 GB').hasAttribute('disabled')).toBe(true);
    await user.click(button('5 GB'));
    expect(asked('change-setting')).toEqual([{ name: 'maxCacheSizeMb', value: 4768 }]);
  });

  it('says what is left out and why, and what the bytes are for', async () => {
    const { user } = await showOverlay({
      problems: [
        fail('item-left-out', 'x', { file: 'waves.mp4', reason: 'undecodable' }).error,
        fail('item-left-out', 'x', { file: 'notes.doc', reason: 'of-a-later-version' }).error,
        fail('offline', 'x').error,
      ],
    });
    await user.click(tab('Storage'));
    const items = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^waves\.mp4 is skipped.*It cannot be read: it is damaged/),
      expect.stringMatching(/^notes\.doc is skipped.*\(of-a-later-version\)$/),
    ]);
    expect((await screen.findByText('Playing, next and downloading')).nextSibling?.textContent).toBe('3 GB');
  });

  it('shows how far a check has come, and begins no second one', async () => {
    const { user, bridge } = await showOverlay();
    const verifying = { done: 12, total: 48 };
    bridge.answer({
      'read-storage': () =>
        ok({ neededBytes: 0, previousBytes: 0, otherBytes: 0, unfinishedBytes: 0, verifying }),
    });
    await user.click(tab('Storage'));
    const bar = await screen.findByRole('progressbar', { name: 'Check all files' });
    expect(bar.getAttribute('aria-valuenow')).toBe('25');
    expect(screen.getByText('File 12 of 48 is read.')).toBeDefined();
    expect(button('Check all files').hasAttribute('disabled')).toBe(true);
  });

  it('checks, retries and clears, and says what came of it', async () => {
    const { user, asked } = await showOverlay();
    await user.click(tab('Storage'));
    await user.click(button('Check all files'));
    await vi.waitFor(() => {
      expect(outcome()).toBe('31 files checked, 1 damaged.');
    });
    await user.click(button('Retry failed items'));
    expect(asked('retry-items')).toHaveLength(1);
    await user.click(button('Clear the cache'));
    expect(asked('clear-cache')).toHaveLength(0);
    await user.click(button('Clear the cache'));
    await vi.waitFor(() => {
      expect(outcome()).toBe('214 MB freed.');
    });
  });
});

describe('Logs', () => {
  it('writes the diagnostics where somebody wants them, pictures the screen without the settings, and says where the file is', async () => {
    const { user, bridge, asked } = await showOverlay();
    const path = '/media/kim/STICK/diagnostics-lobby.zip';
    let pictured = '';
    bridge.answer({
      'read-export-places': () =>
        ok([
          { path: '/media/kim/STICK', removable: true, freeBytes: 8_000_000_000 },
          { path: '/data', removable: false, freeBytes: null },
        ]),
      'picture-screen': () => {
        pictured = document.documentElement.className;
        return ok({ taken: true });
      },
      'export-diagnostics': () => ok({ path }),
    });
    await user.click(tab('Logs'));
    await user.click(button('Export diagnostics'));
    await user.click(await screen.findByRole('button', { name: 'Stick or card' }));
    expect(await screen.findByText(`Saved to ${path}`)).toBeDefined();
    expect(pictured).toBe('is-pictured');
    expect(document.documentElement.className).toBe('');
    expect(asked('export-diagnostics')).toMatchObject([{ folder: '/media/kim/STICK' }]);
    expect(screen.getByRole('img', { name: 'Where the file is, for a phone' })).toBeDefined();
    await user.click(button('Back'));
    expect(button('Export diagnostics')).toBeDefined();
  });

  it('says why the diagnostics were not written, and asks again', async () => {
    const { user, bridge } = await showOverlay();
    bridge.answer({
      'read-export-places': () => ok([{ path: '/data', removable: false, freeBytes: 1_000 }]),
      'picture-screen': () => ok({ taken: false }),
      'export-diagnostics': () => fail('diagnostics-not-written', 'No room.', { reason: 'ENOSPC' }),
    });
    await user.click(tab('Logs'));
    await user.click(button('Export diagnostics'));
    await user.click(await screen.findByRole('button', { name: 'Data folder' }));
    expect((await screen.findByRole('alert')).textContent).toContain('could not be saved');
    expect(button('Data folder')).toBeDefined();
  });

  it('exports the proof of play, and says how much it is', async () => {
    const { user, bridge } = await showOverlay();
    bridge.answer({ 'export-plays': () => ok({ path: 'proof-of-play.csv', records: 1_234 }) });
    await user.click(tab('Logs'));
    await user.click(button('Export proof of play'));
    await vi.waitFor(() => {
      expect(outcome()).toMatch(/^Saved to proof-of-play\.csv; showings: 1,?234$/);
    });
  });

  it('reads the newest lines every two seconds, and stops when the tab is left', async () => {
    const { user, bridge, asked, wait } = await showOverlay();
    await user.click(tab('Logs'));
    await wait(1);
    expect((await screen.findAllByText(/Hello/))[0]?.textContent).toBe('Hello file=waves.mp4');
    bridge.answer({ 'read-log': () => ok([line('Hello'), line('Again')]) });
    await wait(2_000);
    expect(await screen.findByText(/Again/)).toBeDefined();
    await user.click(tab('Power'));
    const before = asked('read-log').length;
    await wait(6_000);
    expect(asked('read-log')).toHaveLength(before);
  });
});

describe('the PIN', () => {
  const locked = { pin: { isSet: true, lockedOutSeconds: 0 } };
  const type = async ({ user }: ShownScreen, digits: string): Promise<void> => {
    await user.type(screen.getByLabelText('Enter this screen’s PIN'), digits);
  };

  it('is asked for before anything is shown; a wrong one opens nothing', async () => {
    const shown = await showOverlay(locked);
    shown.bridge.answer({
      unlock: ({ pin }) => (pin === '4711' ? ok(null) : fail('wrong-pin', 'Wrong.', { triesLeft: 3 })),
    });
    expect(screen.queryByRole('tab')).toBeNull();
    await type(shown, '12{Enter}');
    expect(shown.asked('unlock')).toEqual([]);
    await type(shown, '34{Enter}');
    expect((await screen.findByRole('alert')).textContent).toMatch(/3 tries/);
    expect(screen.queryByRole('tab')).toBeNull();
    for (const digit of ['4', '7', '1', '1']) await shown.user.click(button(digit));
    await shown.user.click(button('Open the settings'));
    await shown.wait(1);
    expect(document.activeElement).toBe(tab('Status'));
  });

  it('is not taken during a lock-out, whose time is said', async () => {
    const shown = await showOverlay({ pin: { isSet: true, lockedOutSeconds: 95 } });
    await type(shown, '4711');
    expect(button('Open the settings').hasAttribute('disabled')).toBe(true);
    expect(screen.getByRole('alert').textContent).toMatch(/1 min 35 sec/);
  });

  it('locks again when the settings close, but not on the way to the pairing screen', async () => {
    const shown = await showOverlay(locked);
    shown.bridge.answer({ unlock: () => ok(null), lock: () => ok(null) });
    await type(shown, '4711{Enter}');
    act(() => {
      shown.store.getState().requestPairing();
    });
    cleanup();
    expect(shown.asked('lock')).toEqual([]);
    await showOverlay(locked).then(({ asked }) => {
      cleanup();
      expect(asked('lock')).toEqual([{}]);
    });
  });

  it('is set, and taken away after a question', async () => {
    const shown = await showOverlay();
    shown.bridge.answer({ 'set-pin': () => ok(null) });
    await shown.user.click(tab('Security'));
    await shown.user.type(screen.getByLabelText('Set a PIN'), '4711{Enter}');
    expect(shown.asked('set-pin')).toEqual([{ pin: '4711' }]);
    act(() => {
      shown.bridge.emit('snapshot', sampleSnapshot({ pin: { isSet: true, lockedOutSeconds: 0 } }));
    });
    expect(screen.getByText(/^A PIN is set\./)).toBeDefined();
    await shown.user.click(button('Remove the PIN'));
    await shown.user.click(button('Remove the PIN'));
    expect(shown.asked('set-pin')).toEqual([{ pin: '4711' }, { pin: null }]);
  });
});

describe('Power', () => {
  it.each([
    ['Restart the player', 'relaunch'],
    ['Quit the player', 'quit'],
  ])('%s asks first', async (name, request) => {
    const { user, asked } = await showOverlay();
    await user.click(tab('Power'));
    await user.click(button(name));
    expect(document.activeElement).toBe(button('Cancel'));
    await user.keyboard('{Escape}');
    expect(asked(request)).toEqual([]);
    await user.click(button(name));
    await user.click(button(name));
    expect(asked(request)).toEqual([{}]);
  });

  it('says why something did not work', async () => {
    const { user } = await showOverlay();
    await user.click(button('Fetch the playlist now'));
    await vi.waitFor(() => {
      expect(outcome()).toMatch(/^Nothing answers/);
    });
  });
});

describe('the power tab', () => {
  it('says what keeps the display awake, what does not, and what to do where nothing does', async () => {
    const shown = await showOverlay();
    await shown.user.click(tab('Power'));
    const tell = (awake: { wanted: boolean; heldBy: string[]; failed: string[] }): void => {
      act(() => {
        shown.bridge.emit('snapshot', sampleSnapshot({ awake }));
      });
    };
    tell({ wanted: true, heldBy: ['xset'], failed: ['systemd-inhibit'] });
    expect(screen.getByText('Kept awake by xset. No effect here: systemd-inhibit.')).toBeDefined();
    tell({ wanted: true, heldBy: [], failed: ['xset'] });
    expect(screen.getByText(/^Nothing keeps the display awake here/)).toBeDefined();
    tell({ wanted: false, heldBy: [], failed: [] });
    expect(screen.queryByText(/Nothing keeps/)).toBeNull();
  });

  it('switches the start at login, where there is one', async () => {
    const shown = await showOverlay();
    shown.bridge.answer({ 'set-autostart': () => ok(null) });
    await shown.user.click(tab('Power'));
    await shown.user.click(screen.getByRole('switch', { name: 'Start at login' }));
    expect(shown.asked('set-autostart')).toEqual([{ on: true }]);
    act(() => {
      shown.bridge.emit('snapshot', sampleSnapshot({ autostart: null }));
    });
    expect(screen.queryByRole('switch', { name: 'Start at login' })).toBeNull();
  });
});
