import { dirname } from 'node:path';

/** Where the program lies as its owner sees it: the folder of the AppImage or of the `.app`, not a place inside of it. */
export function programFolder(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  executable: string,
): string {
  const image = environment['APPIMAGE'] ?? '';
  if (platform === 'linux' && image !== '') return dirname(image);
  const [, bundle] = /^(.+?\.app)\/Contents\//.exec(executable) ?? [];
  return dirname(platform === 'darwin' ? (bundle ?? executable) : executable);
}
