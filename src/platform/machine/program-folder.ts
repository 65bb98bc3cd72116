import { dirname } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** What starts this program: its executable, or the AppImage's own file where it runs out of one. */
export function programFile(environment: Environment, executable: string): string {
  return environment['APPIMAGE'] ?? executable;
}

/** Where the program lies as its owner sees it: the folder of the AppImage or of the `.app`, not a place inside of it. */
export function programFolder(
  platform: NodeJS.Platform,
  environment: Environment,
  executable: string,
): string {
  const image = environment['APPIMAGE'] ?? '';
  if (platform === 'linux' && image !== '') return dirname(image);
  const [, bundle] = /^(.+?\.app)\/Contents\//.exec(executable) ?? [];
  return dirname(platform === 'darwin' ? (bundle ?? executable) : executable);
}
