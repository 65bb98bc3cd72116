import type { Failure } from '../../shared/result.ts';
import { defaultSettings } from '../../shared/settings-schema.ts';
import type { SettingName, Settings } from '../../shared/settings-schema.ts';
import { snakeCase } from './config-keys.ts';
import { excluded } from './setting-warnings.ts';

/** What cannot go together with a setting that several screens share: an order by chance, pages that hold the list, a picture that moves. */
const EXCLUDED: readonly (readonly [by: SettingName, names: readonly string[]])[] = [
  ['syncGroup', ['shuffle', 'interactiveHosts']],
  ['wall', ['pixelShift']],
];

/** The settings without those that cannot go together with others, each named in a warning; the group and the wall go before. */
export function withoutExcluded<Asked extends Settings>(
  asked: Asked,
): { readonly settings: Asked; readonly warnings: readonly Failure[] } {
  const defaults = new Map<string, unknown>(Object.entries(defaultSettings()));
  const wanted = EXCLUDED.filter(([by]) => asked[by] !== '').flatMap(([by, names]) =>
    Object.entries(asked)
      .filter(([name, value]) => names.includes(name) && value !== '' && value !== false)
      .map(([name]) => ({ name, by })),
  );
  if (wanted.length === 0) return { settings: asked, warnings: [] };
  const back = wanted.map(({ name }) => [name, defaults.get(name)]);
  return {
    settings: { ...asked, ...(Object.fromEntries(back) as Partial<Asked>) },
    warnings: wanted.map(({ name, by }) => excluded(snakeCase(name as SettingName), snakeCase(by))),
  };
}
