import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { makeFolder } from '../support/make-folder.ts';

/** What a script printed below each line `== part`. */
export type Parts = Readonly<Record<string, string>>;

/**
 * Runs a script of this folder in a mount name space of its own, with an empty folder as its first word. Answers its parts;
 * null, said in a line, where this machine lends no throw-away root; throws what it printed when it fails further on.
 */
export function runInThrowAwayRoot(script: string, words: readonly string[], input = ''): Parts | null {
  const { path, remove } = makeFolder();
  const options = ['--mount', join(import.meta.dirname, script), path, ...words];
  const { status, stdout, stderr } = spawnSync('unshare', options, { encoding: 'utf8', input });
  remove();
  if (status === 0) return partsOf(stdout);
  // Null where there is no unshare.
  if ((stdout as string | null)?.includes('== ') === true) throw new Error(`${stdout}${stderr}`);
  console.log(`package: this machine lends no throw-away root to ${script}: ${stderr}`.trim());
  return null;
}

function partsOf(output: string): Record<string, string> {
  const [, ...texts] = output.split(/^== /m);
  return Object.fromEntries(
    texts.map((text) => [text.slice(0, text.indexOf('\n')), text.slice(text.indexOf('\n') + 1)]),
  );
}
