import { secretSettings } from '../../shared/secret-settings.ts';

const secretVariables = new Set(
  // The address of a proxy may hold its password.
  [...secretSettings, 'proxyUrl'].map(
    (name) => `DIGIPLAYER_${name.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase()}`,
  ),
);

/** What a program that the player starts may know of `environment`: all but the secrets, which others could read from it. */
export function childEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !secretVariables.has(name)));
}
