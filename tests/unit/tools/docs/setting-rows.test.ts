import { describe, expect, it } from 'vitest';
import { readSettingOptions } from '../../../../src/cli/setting-options.ts';
import { readCommandLine } from '../../../../src/cli/command-line.ts';
import { readConfigFile } from '../../../../src/player/settings/config-file.ts';
import { settingForEnvironmentName, settingForKey } from '../../../../src/player/settings/config-keys.ts';
import { settingNames } from '../../../../src/player/settings/setting-values.ts';
import { settingRows } from '../../../../tools/docs/setting-rows.ts';

const rows = settingRows();

describe('the settings as they are documented', () => {
  it('are all of them, each with a sentence of its own', () => {
    expect(rows.map(({ name }) => name)).toEqual(settingNames);
    for (const { name, meaning } of rows) expect(meaning, name).toMatch(/^[A-Z].{10,160}\.$/);
    expect(new Set(rows.map(({ meaning }) => meaning)).size).toBe(rows.length);
  });

  it.each(rows)('are understood where it is said: $name', ({ name, ini, json, environment, option }) => {
    for (const place of [ini, json]) {
      if (place !== null) expect(settingForKey(place.section, place.key)).toBe(name);
    }
    expect(settingForEnvironmentName(environment.replace(/^DIGIPLAYER_/, '').toLowerCase())).toBe(name);
    if (option === null) {
      const refused = readCommandLine(
        [`--${environment.slice(11).toLowerCase().replaceAll('_', '-')}=x`],
        {},
      );
      expect(refused).toMatchObject({ ok: false, error: { code: 'bad-arguments' } });
    }
  });

  it('name their options as the command line reads them', () => {
    const given = rows.flatMap(({ option }) => (option === null ? [] : [option]));
    expect(given.length).toBeGreaterThan(40);
    for (const option of given) {
      const read = readSettingOptions([[option.slice(2), 'no such value, whatever the setting is \n#']]);
      if (!read.ok) expect(read.error.message).not.toContain('is not an option');
    }
  });

  it('are read from an ini file and from the JSON file under these keys', () => {
    const { ini, json } = rows.find(({ name }) => name === 'useServerCertificate') ?? {};
    const values = { useServerCertificate: true };
    const text = `[${ini?.section}]\n${ini?.key} = yes`;
    expect(readConfigFile({ path: 'a.ini', text })).toMatchObject({ values, warnings: [] });
    const object = JSON.stringify({ [json?.section ?? '']: { [json?.key ?? '']: true } });
    expect(readConfigFile({ path: 'a.json', text: object })).toMatchObject({ values, warnings: [] });
  });

  it('carry the unit of their name', () => {
    const units = Object.fromEntries(rows.map(({ name, unit }) => [name, unit]));
    expect(units).toMatchObject({
      beatSeconds: 's',
      transitionMs: 'ms',
      logMaxSizeMb: 'MB',
      volume: '%',
      fit: '',
    });
    expect(units).toMatchObject({ certificateRereadHours: 'h' });
  });
});
