import type { CodeOf } from '../../shared/failure-codes.ts';
import type { Failure } from '../../shared/result.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import { readConfigFile } from './config-file.ts';
import type { ConfigFormat } from './config-file.ts';

/** `error`: something in the file will not apply; `warning`: it applies and is worth a second look; `note`: to know. */
type FindingSeverity = 'error' | 'warning' | 'note';

interface ConfigFinding extends Failure {
  readonly severity: FindingSeverity;
}

export interface ConfigCheck {
  readonly format: ConfigFormat;
  /** No finding is an error. */
  readonly usable: boolean;
  readonly findings: readonly ConfigFinding[];
}

/** What `config check FILE` finds in a configuration file, without starting anything. No finding holds a secret. */
export function checkConfigFile(text: string, path: string): ConfigCheck {
  const { format, values, warnings, withoutEffect } = readConfigFile({ path, text });
  const findings = [
    ...warnings.map((warning) => rated(severityOf(warning), warning)),
    ...(format === 'unreadable' ? [] : sense(values, path)),
    ...withoutEffect.map((key) =>
      finding('note', 'config-without-effect', `${path}: ${key} is understood and has no effect here.`),
    ),
  ];
  return { format, usable: findings.every(({ severity }) => severity !== 'error'), findings };
}

function severityOf(warning: Failure): FindingSeverity {
  return warning.code === 'config-unknown-key' ? 'warning' : 'error';
}

function rated(severity: FindingSeverity, failure: Failure): ConfigFinding {
  return { severity, ...failure };
}

function finding(severity: FindingSeverity, code: CodeOf<'settings'>, message: string): ConfigFinding {
  return { severity, code, message };
}

/** What the values mean together (docs/server-contract.md, Trust modes). */
function sense(values: Partial<Settings>, path: string): ConfigFinding[] {
  const findings: ConfigFinding[] = [];
  const { serverUrl = '', hostname = '' } = values;
  const isPlain = serverUrl.startsWith('http://');
  const isPinned = values.useServerCertificate === true;
  if (serverUrl === '') {
    findings.push(
      finding('warning', 'config-no-server', `${path}: no server address; the screen will ask for it.`),
    );
  }
  if (hostname === '') {
    findings.push(
      finding(
        'note',
        'config-no-hostname',
        `${path}: no name for the screen; the machine's own name is used.`,
      ),
    );
  }
  if (serverUrl !== '' && !hasSecret(values)) {
    findings.push(
      finding('note', 'config-no-secret', `${path}: no code or password; the screen will ask for one.`),
    );
  }
  if (isPlain) {
    findings.push(
      finding(
        'warning',
        'config-plain',
        `${path}: an http address: what the screen sends can be read on the way.`,
      ),
    );
  } else if (values.verifySsl === false && !isPinned) {
    findings.push(
      finding(
        'warning',
        'config-insecure',
        `${path}: verify_ssl = false alone accepts any server; use use_server_certificate = true instead.`,
      ),
    );
  } else if (isPinned && (values.certificateFingerprint ?? '') === '') {
    findings.push(
      finding(
        'note',
        'config-first-use',
        `${path}: no certificate_fingerprint; the first certificate that the server shows is trusted.`,
      ),
    );
  }
  return findings;
}

function hasSecret({ authCode, quickconnectCode, password }: Partial<Settings>): boolean {
  return [authCode, quickconnectCode, password].some((secret) => (secret ?? '') !== '');
}
