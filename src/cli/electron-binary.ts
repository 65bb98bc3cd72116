import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './command-line.ts';

/**
 * The path of Electron's binary; null where it was never fetched. `DIGIPLAYER_ELECTRON` names one outright. The package
 * itself is not asked: importing it tries to download the binary.
 */
export function findElectron(root: string, environment: Environment): string | null {
  const named = environment['DIGIPLAYER_ELECTRON'] ?? '';
  if (named !== '') return existsSync(named) ? named : null;
  const folder = join(root, 'node_modules/electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : null;
}
