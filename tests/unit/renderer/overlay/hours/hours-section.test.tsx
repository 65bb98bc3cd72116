// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HoursSection } from '../../../../../renderer/overlay/hours/hours-section.tsx';
import { usePlayerStore } from '../../../../../renderer/store/player-store.ts';
import { useBridgeAction } from '../../../../../renderer/ui/use-bridge-action.ts';
import { ok } from '../../../../../src/shared/result.ts';
import { defaultSettings } from '../../../../../src/shared/settings-schema.ts';
import type { Snapshot } from '../../../../../src/shared/status.ts';
import { sampleSnapshot, sleepingPanel } from '../../../../support/fakes/sample-snapshot.ts';
import { showScreen } from '../../../../support/show-screen.tsx';

function Shown() {
  const snapshot = usePlayerStore((state) => state.snapshot);
  const action = useBridgeAction();
  return snapshot === null ? null : <HoursSection snapshot={snapshot} action={action} />;
}

/** The section of a player that takes each change at once. */
async function show(screenHours: string, panel: Snapshot['panel'] = sampleSnapshot().panel) {
  const settings = { ...defaultSettings(), screenHours };
  const shown = await showScreen(
    <Shown />,
    { settings, panel },
    {
      'change-setting': (change) => {
        act(() => {
          shown.bridge.emit(
            'snapshot',
            sampleSnapshot({ settings: { ...settings, [change.name]: change.value }, panel }),
          );
        });
        return ok(null);
      },
    },
  );
  const changes = () => shown.asked('change-setting') as readonly { name: string; value: unknown }[];
  return { ...shown, changes, last: () => changes().at(-1)?.value };
}

const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const slider = (name: RegExp): HTMLElement => screen.getByRole('slider', { name });
const drag = (element: HTMLElement, minutes: number): void => {
  fireEvent.change(element, { target: { value: String(minutes) } });
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true, advanceTimeDelta: 5 });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the screen hours of the power tab', () => {
  it('begin as the server says, and become always or hours of their own', async () => {
    const { user, last } = await show('');
    expect(screen.getByText('The server says no hours, so the screen is always on.')).toBeDefined();
    await user.click(screen.getByRole('radio', { name: 'Always' }));
    expect(last()).toBe('mon-sun on');
    await user.click(screen.getByRole('radio', { name: 'By hours' }));
    expect(last()).toBe('mon-sun 07:00-22:00');
    expect(button('Monday: 07:00–22:00')).toBeDefined();
    await user.click(screen.getByRole('radio', { name: 'As the server says' }));
    expect(last()).toBe('');
  });

  it('of several days are changed at once, by a finger on a slider that lets go', async () => {
    const { user, changes, last } = await show('mon-fri 07:00-22:00; sat-sun off');
    await user.click(button(/^Monday/));
    await user.click(button(/^Saturday/));
    expect(screen.getByRole('group', { name: 'Monday, Saturday' })).toBeDefined();
    drag(slider(/^From/), 480);
    drag(slider(/^From/), 540);
    expect(changes(), 'nothing is told while the finger is down').toEqual([]);
    fireEvent.pointerUp(slider(/^From/));
    expect(last()).toBe('mon 09:00-22:00; tue-fri 07:00-22:00; sat 09:00-22:00; sun off');
    drag(slider(/^To/), 90);
    fireEvent.keyUp(slider(/^To/));
    expect(last()).toBe('mon 09:00-01:30; tue-fri 07:00-22:00; sat 09:00-01:30; sun off');
    expect(slider(/^To/).getAttribute('aria-valuetext')).toBe('01:30 (next day)');
  });

  it('are added, taken away, whole days or none', async () => {
    const { user, last } = await show('mon-fri 07:00-12:00; sat-sun off');
    await user.click(button(/^Monday/));
    await user.click(button('Add hours'));
    expect(last()).toContain('mon 07:00-12:00,13:00-15:00;');
    await user.click(button('Remove 07:00–12:00'));
    expect(last()).toContain('mon 13:00-15:00;');
    await user.click(button('All day'));
    expect(last()).toContain('mon on;');
    await user.click(button('Off'));
    expect(last()).toContain('mon off;');
  });

  it('of single dates are listed, added and taken away', async () => {
    const { user, last } = await show('mon-sun 07:00-22:00; 2026-12-25..2026-12-26 off');
    const dates = within(screen.getByRole('list', { name: 'Dates with hours of their own' }));
    expect(dates.getByRole('button', { name: /25 Dec 2026.*26 Dec 2026: Off/ })).toBeDefined();
    const field = screen.getByLabelText('Another date with hours of its own');
    for (const [text, sentence] of [
      ['2026-02-30', 'This is no date; write it like 2026-12-24.'],
      ['2026-12-26', 'This date is listed already; choose it above.'],
    ] as const) {
      await user.clear(field);
      await user.type(field, `${text}{Enter}`);
      expect(screen.getByRole('alert').textContent).toBe(sentence);
    }
    await user.clear(field);
    await user.type(field, '2026-12-24{Enter}');
    expect(last()).toBe('mon-sun 07:00-22:00; 2026-12-24 off; 2026-12-25..2026-12-26 off');
    await user.click(button('Add hours'));
    expect(last()).toContain('2026-12-24 07:00-22:00;');
    await user.click(button('Remove this date'));
    expect(last()).toBe('mon-sun 07:00-22:00; 2026-12-25..2026-12-26 off');
  });

  it('that the server says are drawn and not changed here', async () => {
    const panel = { ...sleepingPanel, state: 'on' } as const;
    const { user, last } = await show('', panel);
    expect(screen.getByText('Monday: 07:00–22:00')).toBeDefined();
    expect(screen.queryByRole('button', { name: /^Monday/ })).toBeNull();
    await user.click(screen.getByRole('radio', { name: 'By hours' }));
    expect(last(), 'one begins with what holds').toBe('mon-fri 07:00-22:00; sat-sun off');
  });

  it('say what the panel did last, and what to do where it did not', async () => {
    const { bridge } = await show('mon-sun off', sleepingPanel);
    const tell = (panel: Partial<Snapshot['panel']>): void => {
      act(() => {
        bridge.emit('snapshot', sampleSnapshot({ panel: { ...sleepingPanel, ...panel } }));
      });
    };
    expect(screen.getByText(/^Off until /)).toBeDefined();
    expect(screen.getByText(/^Told to turn off by cec, .* The panel confirmed it\.$/)).toBeDefined();
    const { answer } = sleepingPanel;
    if (answer === null) throw new Error('It answered.');
    tell({ answer: { ...answer, verified: 'no' } });
    expect(screen.getByText(/The panel did not follow; switch it by hand/)).toBeDefined();
    tell({ answer: { ...answer, means: 'black' } });
    expect(screen.getByText(/^Nothing here can turn this panel off: the picture is black/)).toBeDefined();
    tell({ state: 'on', reason: 'clock-wrong' });
    expect(screen.getByText(/^The clock of this machine is wrong, so the screen stays on/)).toBeDefined();
    tell({ state: 'on', reason: 'in-use' });
    expect(screen.getByText(/it is on because somebody uses it/)).toBeDefined();
  });
});
