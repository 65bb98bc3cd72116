import type { Failure } from '../../shared/result.ts';
import { defaultSettings } from '../../shared/settings-schema.ts';
import type { SettingName, Settings } from '../../shared/settings-schema.ts';
import { snakeCase } from './config-keys.ts';
import { excluded } from './setting-warnings.ts';

/** What would have each screen show something of its own: an order by chance, and pages that hold the list. */
const AGAINST_ONE_PLAN: readonly string[] = ['shuffle', 'interactiveHosts'];

/** The settings without those that cannot go together with others, each named in a warning; the group goes before. */
export function withoutExcluded<Asked extends Settings>(
  asked: Asked,
): { readonly settings: Asked; readonly warnings: readonly Failure[] } {
  if (asked.syncGroup === '') return { settings: asked, warnings: [] };
  const defaults = new Map<string, unknown>(Object.entries(defaultSettings()));
  const wanted = Object.entries(asked).filter(
    ([name, value]) => AGAINST_ONE_PLAN.includes(name) && value !== '' && value !== false,
  );
  const back = wanted.map(([name]) => [name, defaults.get(name)]);
  return {
    settings: { ...asked, ...(Object.fromEntries(back) as Partial<Asked>) },
    warnings: wanted.map(([name]) => excluded(snakeCase(name as SettingName), snakeCase('syncGroup'))),
  };
}
