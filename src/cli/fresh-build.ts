import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sourceFolders = [
  'src',
  'renderer',
  'assets/fonts',
  'assets/icon',
  'assets/standby',
  'assets/translations',
];

/** Whether what is in `out/` was built after the last change of its sources. Packages have no sources: theirs is fresh. */
export function isBuildFresh(root: string): boolean {
  const built = join(root, 'out/cli/run.js');
  if (!existsSync(built)) return false;
  const configs = readdirSync(root).filter(
    (name) => /^vite\..*\.config\.ts$/.test(name) || name === 'package.json',
  );
  const builtAt = statSync(built).mtimeMs;
  const isOlder = (path: string): boolean => statSync(path).mtimeMs <= builtAt;
  return (
    configs.every((name) => isOlder(join(root, name))) &&
    sourceFolders.every((folder) => filesUnder(join(root, folder)).every(isOlder))
  );
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** So much of a build that failed is shown: its end, which says why. */
const LONGEST_OUTPUT = 200_000;

/** Runs `npm run build`. Answers whether it succeeded; only when it did not, `tell` gets what it printed. */
export function build(root: string, tell: (output: string) => void): Promise<boolean> {
  const npm = process.env['npm_execpath'];
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  return new Promise((resolve) => {
    const child = spawn(command, [...first, 'run', 'build', '--silent'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: npm === undefined && process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        output = (output + part).slice(-LONGEST_OUTPUT);
      });
    }
    const end = (isBuilt: boolean): void => {
      if (!isBuilt && output !== '') tell(output);
      resolve(isBuilt);
    };
    child.once('error', () => {
      end(false);
    });
    child.once('close', (code) => {
      end(code === 0);
    });
  });
}
