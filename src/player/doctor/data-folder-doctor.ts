import { dataFile, mediaFolderOf } from '../../platform/files/data-files.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import { createSealedRoute } from '../auth/sealed-route.ts';
import { createNetworkLook } from '../server/network-look.ts';
import { createSystemContext } from '../trust/judged-agent.ts';
import { toKnownServer } from '../trust/known-server.ts';
import { peekTrust } from '../trust/trust-file.ts';
import type { DoctorDependencies, ShellFacts } from './doctor.types.ts';
import { readSealedCredentials } from './read-sealed-credentials.ts';

export interface DataFolderOptions {
  /** An absolute path; the player may be running on it. */
  readonly dataFolder: string;
  /** The settings in force. */
  readonly settings: Settings;
  readonly appVersion: string;
  readonly updateKeys?: readonly string[] | undefined;
  readonly clock: Clock;
  readonly shell: () => Promise<ShellFacts>;
}

/** What the doctor needs, read from a data folder without starting the player or opening its database. */
export function createDataFolderDoctor({
  dataFolder,
  settings,
  ...options
}: DataFolderOptions): DoctorDependencies {
  const servers = peekTrust(dataFile(dataFolder, 'trustFolder'));
  // Credentials that cannot be opened here do not tell the server; trust knows it where it knows only one.
  const [origin, ...others] = Object.keys(servers);
  const trustedUrl = origin !== undefined && others.length === 0 ? origin : '';
  const route = createSealedRoute(dataFolder, settings.proxyUrl);
  return {
    ...options,
    dataFolder,
    settings: { ...settings, serverUrl: settings.serverUrl || trustedUrl },
    mediaFolder: mediaFolderOf(dataFolder, settings),
    credentials: () => readSealedCredentials(dataFolder),
    knownServer: (asked) => {
      const record = servers[asked];
      return record === undefined ? null : toKnownServer(asked, record, options.clock.now());
    },
    systemContext: createSystemContext(),
    route,
    networkLook: createNetworkLook({ ...options, random: Math.random, route }),
  };
}
