import { dataFile } from '../../platform/files/data-files.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import type { ServerClient } from '../server/server-client.types.ts';
import { endingsOf } from './kind-of-name.ts';
import type { LocalFolder, LocalFolderDependencies } from './local-folder.ts';

/** A folder that somebody else fills, and what of it is of interest. */
export type FolderOfMedia = Pick<LocalFolderDependencies, 'path' | 'endings' | 'isOptional' | 'name'>;

/** Where content of one's own lies: in the folder of the setting, and in that of the data folder. */
export function fallbackFolders(
  dataFolder: string,
  { fallbackFolder: path }: Pick<Settings, 'fallbackFolder'>,
): readonly FolderOfMedia[] {
  const endings = endingsOf(['image', 'video']);
  const own = dataFile(dataFolder, 'fallbackFolder');
  return [
    ...(path === '' || path === own ? [] : [{ path, endings, isOptional: false, name: 'fallback-folder' }]),
    { path: own, endings, isOptional: true, name: 'own-fallback-folder' },
  ];
}

/** Where music lies that is heard beside the program; null: nowhere. */
export function musicFolder({
  backgroundMusic: path,
}: Pick<Settings, 'backgroundMusic'>): FolderOfMedia | null {
  return path === ''
    ? null
    : { path, endings: endingsOf(['audio']), isOptional: false, name: 'music-folder' };
}

/** Every folder that somebody else fills. */
export function foldersOfMedia(
  dataFolder: string,
  settings: Pick<Settings, 'fallbackFolder' | 'backgroundMusic'>,
): readonly FolderOfMedia[] {
  const music = musicFolder(settings);
  return [...fallbackFolders(dataFolder, settings), ...(music === null ? [] : [music])];
}

/** A `download` that reads the files of `folders` itself, and asks `download` for all others. */
export function withLocalFiles(
  folders: readonly LocalFolder[],
  download: ServerClient['download'],
): ServerClient['download'] {
  return async (request) => {
    const reading = folders.map((folder) => folder.read(request)).find((read) => read !== null);
    return await (reading ?? download(request));
  };
}
