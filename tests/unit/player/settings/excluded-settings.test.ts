import { describe, expect, it } from 'vitest';
import { withoutExcluded } from '../../../../src/player/settings/excluded-settings.ts';
import { parseSetting } from '../../../../src/player/settings/setting-values.ts';
import { defaultSettings } from '../../../../src/shared/settings-schema.ts';

describe('a group of screens', () => {
  it('takes chance and pages that are touched out of the settings, and says so at each key', () => {
    const asked = { ...defaultSettings(), syncGroup: 'hall', shuffle: true, interactiveHosts: 'map.example' };
    const { settings, warnings } = withoutExcluded(asked);
    expect([settings.shuffle, settings.interactiveHosts]).not.toContain(true);
    expect(settings.interactiveHosts).not.toBe('map.example');
    expect(settings.syncGroup).toBe('hall');
    expect(new Set(warnings.map(({ params }) => params))).toEqual(
      new Set([
        { key: 'shuffle', by: 'sync_group' },
        { key: 'interactive_hosts', by: 'sync_group' },
      ]),
    );
  });

  it('like a wall, whose picture stands still', () => {
    const asked = { ...defaultSettings(), wall: '2x1@0,0', pixelShift: true, shuffle: true };
    const { settings, warnings } = withoutExcluded(asked);
    expect(settings).toMatchObject({ pixelShift: false, shuffle: true });
    expect(warnings.map(({ params }) => params)).toEqual([{ key: 'pixel_shift', by: 'wall' }]);
  });

  it('leaves a screen of its own as it is', () => {
    const asked = { ...defaultSettings(), shuffle: true };
    expect(withoutExcluded(asked)).toEqual({ settings: asked, warnings: [] });
  });

  it.each(['hall', 'Halle 3', 'Zürich_1.a-b', ''])('may be called %s', (name) => {
    expect(parseSetting('syncGroup', name)).toEqual({ ok: true, value: name });
  });

  it.each(['a/b', 'a\nb', 'x'.repeat(65), '<b>'])('may not be called %j', (name) => {
    expect(parseSetting('syncGroup', name).ok).toBe(false);
  });
});
