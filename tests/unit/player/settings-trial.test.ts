import { describe, expect, it, vi } from 'vitest';
import { createSettingsTrial, type SettingsTrial } from '../../../src/player/settings-trial.ts';
import { defaultSettings, type Settings } from '../../../src/shared/settings-schema.ts';
import { createFakeClock, type FakeClock } from '../../support/fakes/fake-clock.ts';

interface Trial {
  readonly clock: FakeClock;
  readonly trial: SettingsTrial;
  readonly stored: Partial<Settings>[];
  readonly onChange: () => void;
}

function setUp(): Trial {
  const clock = createFakeClock();
  const stored: Partial<Settings>[] = [];
  const onChange = vi.fn();
  let settings = defaultSettings();
  const change = (more: Partial<Settings>): void => {
    stored.push(more);
    settings = { ...settings, ...more };
  };
  const trial = createSettingsTrial({ current: () => settings, change }, clock, onChange);
  return { clock, trial, stored, onChange };
}

describe('a look that is tried', () => {
  it('holds at once, is stored nowhere, and is undone by itself after 15 seconds', async () => {
    const { clock, trial, stored, onChange } = setUp();
    trial.begin({ name: 'rotation', value: '180' });
    expect(trial.current().rotation).toBe('180');
    expect(trial.status()).toEqual({ until: new Date(clock.now() + 15_000).toISOString() });
    await clock.advance(14_999);
    expect(trial.current().rotation).toBe('180');
    await clock.advance(1);
    expect(trial.current().rotation).toBe('auto');
    expect(trial.status()).toBeNull();
    expect(stored).toEqual([]);
    expect(onChange).toHaveBeenCalledTimes(2);
  });

  it('is stored with all that was tried beside it when it is kept, and stays', async () => {
    const { clock, trial, stored } = setUp();
    trial.begin({ name: 'rotation', value: '90' });
    await clock.advance(10_000);
    trial.begin({ name: 'fit', value: 'cover' });
    await clock.advance(10_000);
    trial.keep();
    expect(stored).toEqual([{ rotation: '90', fit: 'cover' }]);
    await clock.advance(60_000);
    expect(trial.current()).toMatchObject({ rotation: '90', fit: 'cover' });
  });

  it('is forgotten at once when it is undone, or when the player stops', () => {
    const { trial, stored } = setUp();
    trial.begin({ name: 'fit', value: 'fill' });
    trial.undo();
    expect(trial.current().fit).toBe('contain');
    trial.begin({ name: 'fit', value: 'fill' });
    trial.stop();
    trial.keep();
    expect(stored).toEqual([]);
  });
});
