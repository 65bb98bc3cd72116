import { expect, it } from 'vitest';
import { createDisplayFollower } from '../../../../src/player/screen/follow-display.ts';
import { createSettingsTrial } from '../../../../src/player/settings-trial.ts';
import { createEvents } from '../../../../src/shared/events.ts';
import { defaultSettings, type Settings } from '../../../../src/shared/settings-schema.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

it('has the window follow a display that is tried, and back when nobody keeps it', async () => {
  const clock = createFakeClock();
  const changes = createEvents<'changed'>();
  const used: string[] = [];
  let settings = defaultSettings();
  const change = (more: Partial<Settings>): void => {
    settings = { ...settings, ...more };
    changes.tell('changed');
  };
  const trial = createSettingsTrial({ current: () => settings, change }, clock, () => {
    changes.tell('changed');
  });
  const screen = { useDisplay: (wish: string) => void used.push(wish) };
  const follower = createDisplayFollower({ screen, settings: trial.current, changes });
  follower.start();

  trial.begin({ name: 'display', value: 'HDMI-1' });
  trial.begin({ name: 'fit', value: 'cover' });
  expect(used, 'once, whatever else is tried').toEqual(['HDMI-1']);
  await clock.advance(15_000);
  expect(used).toEqual(['HDMI-1', '']);

  trial.begin({ name: 'display', value: '2' });
  trial.keep();
  await clock.advance(15_000);
  expect(used, 'what is kept stays').toEqual(['HDMI-1', '', '2']);
  follower.stop();
  change({ display: '' });
  expect(used).toHaveLength(3);
});
