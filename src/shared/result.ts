import type { FailureCode } from './failure-codes.ts';

/**
 * An expected failure: what went wrong, as a code for programs and a sentence for people.
 *
 * `message` is one English sentence for the log: what happened and what to do. The screen shows the translation of
 * `code` with `params` filled in, so neither may ever hold a secret.
 */
export interface Failure<Code extends FailureCode = FailureCode> {
  readonly code: Code;
  readonly message: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** A failed result. */
export interface Failed<Code extends FailureCode = FailureCode> {
  readonly ok: false;
  readonly error: Failure<Code>;
}

/** What a call that may fail answers: the value, or the failure with one of `Code`. */
export type Result<Value, Code extends FailureCode = FailureCode> =
  { readonly ok: true; readonly value: Value } | Failed<Code>;

/** Wraps a value as a success. */
export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** Makes a failed result from a code, a sentence and the values that the sentence names. */
export function fail<Code extends FailureCode>(
  code: Code,
  message: string,
  params?: Readonly<Record<string, string | number>>,
): Failed<Code> {
  return { ok: false, error: params === undefined ? { code, message } : { code, message, params } };
}

/** A short description of anything thrown, for a log line: never the object itself, which may carry secrets. */
export function describeThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown === 'string' ? thrown : 'unknown error';
  const code = (thrown as { code?: unknown }).code;
  return typeof code === 'string' && !thrown.message.includes(code)
    ? `${thrown.message} (${code})`
    : thrown.message;
}
