import type { Failure } from '../../shared/result.ts';
import type { SettingName } from '../../shared/settings-schema.ts';
import { allowedWords, mayHoldSecret } from './setting-values.ts';

const LONGEST_VALUE_SHOWN = 60;

/**
 * Says that a value cannot be used: where it stands, under which key, what it is (never for a secret) and what is
 * allowed.
 */
export function badValue(place: string, key: string, name: SettingName, raw: unknown): Failure {
  const allowed = allowedWords(name, raw);
  const value = mayHoldSecret(name) ? null : shown(raw);
  const said = value === null ? `the value of ${key}` : `${key} = ${value}`;
  return {
    code: 'config-bad-value',
    message: `${place}: ${said} cannot be used; allowed: ${allowed}. The rest of it applies.`,
    params: { file: place, key, value: value ?? '(hidden)', allowed },
  };
}

/** Says that nobody knows the key. Its value is left out: a misspelt key may hold a secret. */
export function unknownKey(place: string, key: string): Failure {
  const name = shortened(key);
  return {
    code: 'config-unknown-key',
    message: `${place}: ${name} is not a key that this player knows; it is left out.`,
    params: { file: place, key: name },
  };
}

/** Says that a file which anybody may have brought named a path on this machine. */
export function pathLeftOut(place: string, key: string): Failure {
  return {
    code: 'config-path-left-out',
    message: `${place}: ${key} is left out, since a stick names no path of this machine.`,
    params: { file: place, key },
  };
}

/** Says that `key` is left out because of another setting, with which it cannot go together. */
export function excluded(key: string, by: string): Failure {
  return {
    code: 'config-excluded',
    message: `${key} is left out: it cannot go together with ${by}, which keeps several screens on one plan; take one of the two away.`,
    params: { key, by },
  };
}

/** Says that a whole file cannot be understood. */
export function unreadableConfig(place: string, reason: string): Failure {
  return {
    code: 'config-unreadable',
    message: `${place}: the file cannot be read (${reason}); none of it applies.`,
    params: { file: place, reason },
  };
}

function shown(raw: unknown): string {
  const text = typeof raw === 'string' ? raw : (JSON.stringify(raw) as string | undefined);
  return shortened((text ?? 'nothing').replace(/\S+/g, withoutUser));
}

/** An address may hold a name and a password. */
function withoutUser(word: string): string {
  const [start, end] = [word.indexOf('//'), word.lastIndexOf('@')];
  return start === -1 || end < start ? word : `${word.slice(0, start)}//(hidden)${word.slice(end)}`;
}

function shortened(text: string): string {
  const oneLine = text.replace(/\p{Cc}+/gu, ' ');
  return oneLine.length > LONGEST_VALUE_SHOWN ? `${oneLine.slice(0, LONGEST_VALUE_SHOWN)}…` : oneLine;
}
