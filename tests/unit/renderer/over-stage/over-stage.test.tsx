// @vitest-environment happy-dom
import { act, cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OverStage } from '../../../../renderer/over-stage/over-stage.tsx';
import type { Alert } from '../../../../src/shared/alert.ts';
import type { ClockStatus } from '../../../../src/shared/status.ts';
import { wallOf } from '../../../../src/shared/wall.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';
import { showScreen } from '../../../support/show-screen.tsx';

vi.stubGlobal(
  'ResizeObserver',
  class {
    observe = (): void => undefined;
    disconnect = (): void => undefined;
  },
);
afterEach(cleanup);

const right: ClockStatus = { verdict: 'right', earliestMs: 0, correctionMs: null };
const fire: Alert = { text: 'Fire\nאש', level: 'emergency', untilMs: null };

async function show(
  shown: {
    clock?: 'off' | 'top-left' | 'bottom-right';
    ticker?: string;
    wall?: string;
    alert?: Alert | null;
  } = {},
  clockStatus: ClockStatus = right,
) {
  const clock = createFakeClock(Date.parse('2026-11-29T12:34:56Z'));
  const view = await showScreen(
    <OverStage
      clock={clock}
      clockStatus={clockStatus}
      settings={{ clock: shown.clock ?? 'off' }}
      wall={wallOf(shown.wall ?? '')}
      shift={undefined}
    />,
    { alert: shown.alert ?? null, ticker: shown.ticker ?? '', timeZone: 'Asia/Tokyo', locale: 'de-AT' },
  );
  return { ...view, clock };
}

describe('what stands over content', () => {
  it('lets a touch through to the page below it, but for an alert, which hides that page', async () => {
    const { container } = await show({ ticker: 'Hello' });
    const reaches = (of: Element): string =>
      of.querySelector<HTMLElement>('.over-stage')?.style.pointerEvents ?? '';
    expect(reaches(container)).toBe('none');
    cleanup();
    expect(reaches((await show({ alert: fire })).container)).toBe('auto');
  });

  it('is nothing by default', async () => {
    const { container } = await show();
    expect(container.innerHTML).toBe('');
  });

  it('is the time of day in the zone of the machine, which goes on', async () => {
    const { clock } = await show({ clock: 'top-left' });
    expect(screen.getByTestId('clock').textContent).toBe('21:34');
    await act(() => clock.advance(5_000));
    expect((await screen.findByText('21:35')).className).toContain('is-top-left');
    cleanup();
  });

  it('is no time that nobody believes, and the corrected one where a server said it', async () => {
    await show({ clock: 'top-left' }, { verdict: 'wrong', earliestMs: 9e12, correctionMs: null });
    expect(screen.queryByTestId('clock')).toBeNull();
    cleanup();
    await show({ clock: 'top-left' }, { verdict: 'corrected', earliestMs: 0, correctionMs: 3_600_000 });
    expect(screen.getByTestId('clock').textContent).toBe('22:34');
    cleanup();
  });

  it.each([
    ['2x2@0,0', 'top-left', true],
    ['2x2@1,1', 'bottom-right', true],
    ['2x2@0,1', 'bottom-right', false],
    ['2x2@1,0', 'top-left', false],
  ] as const)('in the wall %s has the clock %s: %s', async (wall, clock, isShown) => {
    await show({ wall, clock });
    expect(screen.queryByTestId('clock') !== null).toBe(isShown);
    cleanup();
  });

  it.each([
    ['', true],
    ['2x1@0,0', false],
    ['1x2@0,0', false],
    ['1x2@0,1', true],
  ])('in the wall "%s" has a line of text: %s', async (wall, isShown) => {
    await show({ wall, ticker: 'Welcome' });
    expect(screen.queryByTestId('ticker') !== null).toBe(isShown);
    cleanup();
  });

  it('is an alert alone where there is one, as plain text whose lines each read in their own direction', async () => {
    const { container } = await show({
      clock: 'top-left',
      ticker: 'Welcome',
      alert: { ...fire, text: 'a <b>\nאש' },
    });
    expect(screen.queryByTestId('clock')).toBeNull();
    expect(screen.queryByTestId('ticker')).toBeNull();
    const lines = [...container.querySelectorAll('[role=alert] p')];
    expect(lines.map((line) => [line.getAttribute('dir'), line.textContent])).toEqual([
      ['auto', 'a <b>'],
      ['auto', 'אש'],
    ]);
  });

  it('comes and goes with the status', async () => {
    const { bridge } = await show({ ticker: 'Welcome' });
    act(() => {
      bridge.emit('snapshot', sampleSnapshot({ alert: fire, ticker: 'Welcome' }));
    });
    expect((await screen.findByTestId('alert')).className).toContain('is-emergency');
    act(() => {
      bridge.emit('snapshot', sampleSnapshot({ ticker: 'Welcome' }));
    });
    expect(await screen.findByTestId('ticker')).toBeDefined();
  });
});
