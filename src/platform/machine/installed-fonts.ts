import { runTool, type ToolDependencies } from './run-tool.ts';

const LIMIT_MS = 5_000;

/**
 * Whether this machine has a font for `language` (`zh`, `ja`, `ko`), by fontconfig's word; null where nobody can be asked: no
 * Linux, no fontconfig. Never rejects.
 */
export async function hasFontFor(
  language: string,
  platform: NodeJS.Platform,
  dependencies: ToolDependencies,
): Promise<boolean | null> {
  if (platform !== 'linux') return null;
  const answer = await runTool('fc-list', [`:lang=${language}`, 'family'], dependencies, {
    limitMs: LIMIT_MS,
  });
  return answer.kind === 'ended' && answer.code === 0 ? answer.text.trim() !== '' : null;
}
