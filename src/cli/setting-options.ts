import { settingForEnvironmentName } from '../player/settings/config-keys.ts';
import { allowedWords, parseSetting } from '../player/settings/setting-values.ts';
import { fail, ok, type Result } from '../shared/result.ts';
import type { SettingName, Settings } from '../shared/settings-schema.ts';

/** The settings among the options of the command line, parsed; fails with a sentence about the first unusable one. */
export function readSettingOptions(
  options: readonly (readonly [option: string, value: string])[],
): Result<Partial<Settings>> {
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const [option, text] of options) {
    const name = settingForEnvironmentName(option.replaceAll('-', '_'));
    if (name === null) return fail('bad-arguments', `--${option} is not an option; --help lists them.`);
    const parsed = parseSetting(name, text);
    if (!parsed.ok) return fail('bad-arguments', `--${option} takes ${allowedWords(name)}.`);
    values[name] = parsed.value;
  }
  return ok(values as Partial<Settings>);
}
