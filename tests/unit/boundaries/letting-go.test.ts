import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

/** Lints `code` as if it stood at `filePath`, and answers what `no-restricted-syntax` says of it. */
async function findings(code: string, filePath = 'renderer/stage/layers/probe.ts'): Promise<string[]> {
  const linter = new ESLint({
    // The imagined file is in no TypeScript project.
    overrideConfig: { languageOptions: { parserOptions: { project: null } } },
    ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-syntax',
  });
  const results = await linter.lintText(code, { filePath });
  return results.flatMap((result) => result.messages).map((message) => message.message);
}

const forbidden: [what: string, code: string][] = [
  ['the source of a picture', "export const probe = (image) => { image.removeAttribute('src'); };"],
  ['an element', 'export const probe = (element) => { element.remove(); };'],
  ['an element that may be there', 'export const probe = (element) => { element?.remove(); };'],
  ['a child', 'export const probe = (box, child) => { box.removeChild(child); };'],
  ['all that is in a box', 'export const probe = (box) => { box.replaceChildren(); };'],
  ['all that is in a box, by text', "export const probe = (box) => { box.textContent = ''; };"],
  ['an element for another', 'export const probe = (old, better) => { old.replaceWith(better); };'],
  ['a worker', 'export const probe = (worker) => { worker.terminate(); };'],
];

const allowed: [what: string, code: string][] = [
  ['a class', "export const probe = (element) => { element.classList.remove('on'); };"],
  ['another attribute', "export const probe = (element) => { element.removeAttribute('hidden'); };"],
  ['an element, by release', 'export const probe = (element, release) => { release(element); };'],
];

const message = 'Let go of elements and workers with release() (renderer/stage/layers/release.ts).';

describe('the rule that nobody lets go by hand of what holds memory', () => {
  it.each(forbidden)('finds who takes away %s', async (_what, code) => {
    expect(await findings(code)).toEqual([message]);
    expect(await findings(code, 'renderer/overlay/probe.tsx')).toEqual([message]);
  });

  it.each(allowed)('leaves alone who takes away %s', async (_what, code) => {
    expect(await findings(code)).toEqual([]);
  });
});
