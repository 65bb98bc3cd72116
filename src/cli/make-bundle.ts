import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { contactServer, type Contact, type ContactDependencies } from '../player/pairing/contact-server.ts';
import { showable } from '../player/doctor/finding.ts';
import { makeList, type MadeList } from '../player/stick/make-list.ts';
import { STICK_FILE_END } from '../player/stick/stick-disk.ts';
import { createSilentLog } from '../platform/logging/log.ts';
import { createSystemContext } from '../player/trust/judged-agent.ts';
import { parseFingerprint } from '../shared/fingerprint.ts';
import { createSystemClock } from '../shared/clock.ts';
import { fail, ok, type Result } from '../shared/result.ts';
import type { Settings } from '../shared/settings-schema.ts';
import { BYTES_PER_MB } from '../shared/units.ts';
import type { CommandLine } from './command-line.ts';
import type { CommandSurroundings } from './commands.ts';
import { readSettingOptions } from './setting-options.ts';
import { settingsInForce } from './settings-in-force.ts';

type BundleCommand = Extract<CommandLine, { kind: 'command' }>;

/** Signs in as a screen and writes its playlist with all files into one file for a stick; answers what is printed. */
export async function makeBundle(
  dataFolder: string,
  command: BundleCommand,
  { appVersion }: Pick<CommandSurroundings, 'appVersion'>,
): Promise<Result<string>> {
  const given = readSettingOptions(command.options.settings);
  if (!given.ok) return given;
  const settings = settingsInForce(dataFolder, command.options.configPath, given.value);
  const { hostname, password } = settings;
  const address = command.server ?? settings.serverUrl;
  const code = command.code ?? settings.quickconnectCode;
  if (address === '') return fail('missing-address', 'Say which server: --server=https://…');
  if (hostname === '')
    return fail('missing-hostname', 'Say for which screen: --hostname=NAME, as in DigiServer.');
  const out = placeOf(command.out);
  if (!out.ok) return out;
  const dependencies = dependenciesFor(settings, appVersion);
  const contact = await contactTrusted(dependencies, address, settings);
  if (!contact.ok) return contact;
  const { client } = contact.value;
  try {
    const made = await makeList({
      contact: contact.value,
      hostname,
      secrets: {
        ...(code === '' ? {} : { quickconnectCode: code }),
        ...(password === '' ? {} : { password }),
      },
      placeFor: out.value,
      clock: dependencies.clock,
      onFile: (fileName, failure) => {
        if (failure !== null) console.error(`left out: ${showable(fileName)}: ${failure.message}`);
      },
    });
    return made.ok ? ok(inWords(made.value)) : made;
  } finally {
    client.close();
  }
}

function dependenciesFor(settings: Settings, appVersion: string): ContactDependencies {
  return {
    clock: createSystemClock(),
    log: createSilentLog(),
    random: Math.random,
    appVersion,
    timeoutMs: settings.requestTimeoutSeconds * 1_000,
    systemContext: createSystemContext(),
  };
}

/** The server, once its certificate was judged: no code is sent to anybody else. */
async function contactTrusted(
  dependencies: ContactDependencies,
  address: string,
  { certificateFingerprint }: Settings,
): Promise<Result<Contact>> {
  const wanted = certificateFingerprint === '' ? null : parseFingerprint(certificateFingerprint);
  if (certificateFingerprint !== '' && wanted === null)
    return fail('fingerprint-invalid', 'The fingerprint is 64 hexadecimal digits (SHA-256).');
  const contact = await contactServer(dependencies, address, wanted === null ? null : 'pinned');
  if (!contact.ok) return contact;
  const judged = judge(contact.value, address, wanted);
  if (!judged.ok) contact.value.client.close();
  return judged;
}

function judge(contact: Contact, address: string, wanted: string | null): Result<Contact> {
  const shown = contact.certificate?.summary.fingerprint ?? '';
  if (wanted !== null && shown !== wanted)
    return fail(
      'fingerprint-mismatch',
      `The server shows another certificate, with the fingerprint ${shown}.`,
    );
  if (contact.mode === 'pinned' && wanted === null)
    return fail(
      'fingerprint-unconfirmed',
      `This computer does not know who issued the server's certificate. Compare its fingerprint, then add --certificate-fingerprint=${shown}`,
    );
  if (contact.mode === 'plain' && !address.trim().toLowerCase().startsWith('http://'))
    return fail(
      'plain-consent-needed',
      'This server answers only without encryption; write http:// in front of its address if you want that.',
    );
  return ok(contact);
}

/** Where the list goes: the file that was named, or one with the screen's name in the folder that was named, or here. */
function placeOf(out: string | null): Result<(hostname: string) => string> {
  if (out !== null && !isFolder(out)) {
    const path = resolve(out);
    if (!path.toLowerCase().endsWith(STICK_FILE_END))
      return fail(
        'bad-arguments',
        `--out takes a folder, or the name of a file that ends in ${STICK_FILE_END}.`,
      );
    return ok(() => path);
  }
  const folder = resolve(out ?? '.');
  return ok((hostname) => join(folder, `${hostname.replaceAll(/[^\p{L}\p{N}._-]/gu, '-')}${STICK_FILE_END}`));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function inWords({ path, hostname, items, files, bytes, leftOut, madeAtMs }: MadeList): string {
  const size = (bytes / BYTES_PER_MB).toFixed(1);
  const missing = leftOut === 0 ? '' : `${leftOut} addresses brought no file and are left out.\n`;
  return (
    `${path}\n${items} items with ${files} files, ${size} MB, for ${showable(hostname)}, as the server said it on ${new Date(madeAtMs).toISOString()}.\n` +
    `${missing}Copy it into the uppermost folder of a stick, and put that into the screen.\n`
  );
}
