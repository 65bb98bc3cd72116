import { spawnSync } from 'node:child_process';

/** The time of the commit that is built, epoch seconds as text: `SOURCE_DATE_EPOCH` if set, else Git's, else now. */
export function commitTime(root: string): string {
  const given = process.env['SOURCE_DATE_EPOCH'] ?? '';
  if (/^\d{1,11}$/.test(given)) return given;
  const { stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  const told = (stdout as string | null)?.trim() ?? '';
  return /^\d{1,11}$/.test(told) ? told : String(Math.floor(Date.now() / 1000));
}
