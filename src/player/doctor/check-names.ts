import type { DoctorFinding } from '../../shared/doctor.ts';
import { finding, showable } from './finding.ts';

/** Scripts whose fonts are too large to ship; every other one that a name may have comes with the player. */
const scripts = [
  { language: 'ja', letters: /[\p{Script=Hiragana}\p{Script=Katakana}]/u },
  { language: 'ko', letters: /\p{Script=Hangul}/u },
  { language: 'zh', letters: /\p{Script=Han}/u },
] as const;

/** So many names are told; the others are counted. */
const MOST_NAMES = 3;

/** Names of the screen and its files that no font on this machine can draw; nothing when all can be, or nobody can tell. */
export async function nameFindings(
  names: readonly string[],
  hasFontFor: (language: string) => Promise<boolean | null>,
): Promise<readonly DoctorFinding[]> {
  const illegible = new Set<string>();
  for (const { language, letters } of scripts) {
    const written = names.filter((name) => letters.test(name));
    if (written.length === 0 || (await hasFontFor(language)) !== false) continue;
    for (const name of written) illegible.add(name);
  }
  if (illegible.size === 0) return [];
  const some = showable([...illegible].slice(0, MOST_NAMES).join(', '));
  const params = { count: illegible.size, names: some };
  return [
    finding('shell', 'warning', 'shell-names-illegible', {
      message: `No font on this machine can draw ${illegible.size} of the names, such as ${some}.`,
      remedy: 'Install fonts for Chinese, Japanese and Korean: the package is called fonts-noto-cjk.',
      params,
    }),
  ];
}
