import { join } from 'node:path';

/** What lies in a data folder, by its place in it. Technicians and other programs know these names: they never change. */
export const DATA_FILES = {
  settings: 'settings.json',
  credentials: 'credentials.bin',
  credentialsKey: 'credentials.key',
  proxySignIn: 'proxy.bin',
  database: 'player.db',
  playingCopy: 'playing.json',
  firstPictures: 'first-pictures.json',
  graphics: 'graphics.json',
  pagePin: 'page-pin.json',
  pageProxy: 'page-proxy',
  status: 'status.json',
  suspects: 'suspects.json',
  pendingPlays: 'plays.json',
  alertJson: 'alert.json',
  alertText: 'alert.txt',
  lastScreen: 'last-screen.webp',
  metrics: 'metrics.prom',
  trustFolder: 'trust',
  trust: 'trust/trust.json',
  trustCopy: 'trust/trust.copy.json',
  mediaFolder: 'media',
  fallbackFolder: 'fallback',
  log: 'logs/player.log',
  pin: 'pin.json',
  pinCopy: 'pin.copy.json',
  updatesFolder: 'updates',
  updateState: 'updates/current.json',
  updateVersions: 'updates/versions',
  updateRequest: 'updates/asked',
  browserFolder: 'browser',
  compiledFolder: 'compiled',
  crashFolder: 'crashes',
  drawingFolder: 'drawing',
  lock: 'player.lock',
  socket: 'player.sock',
  volatileLink: 'volatile',
} as const;

type DataFile = keyof typeof DATA_FILES;

/** Where `name` lies in the data folder `folder`. */
export function dataFile(folder: string, name: DataFile): string {
  return join(folder, DATA_FILES[name]);
}

/** Where media are kept: where the setting `cacheFolder` says, else in the data folder. */
export function mediaFolderOf(folder: string, { cacheFolder }: { readonly cacheFolder: string }): string {
  return cacheFolder === '' ? dataFile(folder, 'mediaFolder') : cacheFolder;
}
