import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

/** Lints `code` as if it stood in a component, and answers what `no-restricted-syntax` says of it. */
async function findings(code: string): Promise<string[]> {
  const linter = new ESLint({
    // The imagined file is in no TypeScript project.
    overrideConfig: { languageOptions: { parserOptions: { project: null } } },
    ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-syntax',
  });
  const results = await linter.lintText(code, { filePath: 'renderer/probe.tsx' });
  return results.flatMap((result) => result.messages).map((message) => message.message);
}

const forbidden: [where: string, code: string][] = [
  ['between tags', 'export const probe = <p>Close</p>;'],
  ['in braces', "export const probe = <p>{'Close'}</p>;"],
  ['in a template', 'export const probe = (n: number) => <p>{`${n} left`}</p>;'],
  ['behind a condition', "export const probe = (b: boolean) => <p>{b && 'Close'}</p>;"],
  ['in aria-label', 'export const probe = <button aria-label="Close" />;'],
  ['in a title in braces', "export const probe = <i title={'Close'} />;"],
  [
    'in one of two placeholders',
    "export const probe = (b: boolean) => <input placeholder={b ? 'Name' : ''} />;",
  ],
  ['in the label of a part of ours', 'export const probe = <Field label="Name" />;'],
  ['in alt', 'export const probe = <img alt="Logo" />;'],
];

const allowed: [what: string, code: string][] = [
  [
    'a key of the translations',
    "export const probe = (t: (k: string) => string) => <p title={t('a.b')}>{t('c.d')}</p>;",
  ],
  ['signs between texts', 'export const probe = <p>· {1} %</p>;'],
  ['names for the style sheet', 'export const probe = <p className="error" id="x" role="alert" />;'],
];

describe('the rule that words for people stand in the translations', () => {
  it.each(forbidden)('finds them %s', async (_where, code) => {
    expect(await findings(code)).toEqual(['Words for people stand in assets/translations.']);
  });

  it.each(allowed)('leaves alone %s', async (_what, code) => {
    expect(await findings(code)).toEqual([]);
  });
});
