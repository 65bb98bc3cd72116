import { globSync, readFileSync } from 'node:fs';
import { checkSync, type Diagnostics, type Parameters } from 'recheck';
import ts from 'typescript';
import { beforeAll, expect, test, vi } from 'vitest';
import { OLD_SVG_ROOT } from '../../support/old-svg-root.ts';

/*
 * No expression of the player takes more than linear time, whatever it is given: one that tried comments in more than one
 * way held up the player for ever, over an upload of 351 bytes.
 */

/** Not linear, but never given more than is said here. */
const bounded = new Map([
  [String.raw`/\s*([:;,./\\])\s*/g`, 'an address that a person typed, of 2,048 characters at most'],
  [String.raw`/\s*(?:[-–—−~→]|\.\.+|…)\s*/g`, 'the days of an item, of 200 characters at most'],
  [
    String.raw`/^(?:(\d{1,4}(?:\.\d+)?)\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,6}(?:\.\d+)?)\s*m(?:in(?:ute)?s?)?)?\s*(?:(\d{1,8}(?:\.\d+)?)\s*s(?:ec(?:ond)?s?)?)?$/i`,
    'a duration, of 40 characters at most',
  ],
  [
    String.raw`/\/Linearized\b[^>]{0,200}\/L\s+(\d{1,12})/`,
    'the first 2,048 bytes of a file, in the thread that may be ended',
  ],
]);
/** Put together while the player runs, out of text whose every sign is escaped. */
const escaped = ['standsAlone ? `(?<![\\\\p{L}\\\\p{N}])(?:${anyForm})(?![\\\\p{L}\\\\p{N}])` : anyForm'];

interface Expression {
  /** As it is written. */
  readonly text: string;
  readonly source: string;
  readonly flags: string;
  readonly place: string;
}

beforeAll(() => {
  // The same on each machine: the others are programs of one platform.
  vi.stubEnv('RECHECK_BACKEND', 'pure');
});

/**
 * Large ones are tried out with a fixed seed, which takes a second, instead of being worked out, which takes ten. What that
 * finds slow it found by the clock of a machine that may be busy: then it is worked out.
 */
function judge(expression: Pick<Expression, 'source' | 'flags'>): string {
  const tried = check(expression, { maxNFASize: 1_000, randomSeed: 1 });
  const judged = tried.status === 'vulnerable' && tried.checker === 'fuzz' ? check(expression, {}) : tried;
  return judged.status === 'vulnerable' ? judged.complexity.summary : judged.status;
}

function check({ source, flags }: Pick<Expression, 'source' | 'flags'>, more: Parameters): Diagnostics {
  return checkSync(source, flags, { timeout: 120_000, ...more });
}

function expressionsIn(file: string): readonly Expression[] {
  const parsed = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Expression[] = [];
  const add = (node: ts.Node, text: string, source: string, flags: string): void => {
    const { line } = parsed.getLineAndCharacterOfPosition(node.getStart());
    found.push({ text, source, flags, place: `${file}:${line + 1}` });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      add(node, node.text, node.text.slice(1, end), node.text.slice(end + 1));
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
      const [pattern, flags] = node.arguments ?? [];
      const source = pattern === undefined ? '' : (textOf(pattern, parsed) ?? '');
      if (pattern !== undefined && !escaped.includes(pattern.getText())) {
        add(node, pattern.getText(), source, flags === undefined ? '' : (textOf(flags, parsed) ?? ''));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

/** The text that an expression stands for: one that is written, or put together of texts of the same file; null: unknown. */
function textOf(node: ts.Expression, file: ts.SourceFile): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return textOfName(node.text, file);
  if (!ts.isTemplateExpression(node)) return null;
  let text = node.head.text;
  for (const { expression, literal } of node.templateSpans) {
    const part = textOf(expression, file);
    if (part === null) return null;
    text += part + literal.text;
  }
  return text;
}

function textOfName(name: string, file: ts.SourceFile): string | null {
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const declaration = statement.declarationList.declarations.find((one) => one.name.getText() === name);
    if (declaration?.initializer !== undefined) return textOf(declaration.initializer, file);
  }
  return null;
}

const files = globSync('{src,renderer}/**/*.{ts,tsx}');
const expressions = [...new Map(files.flatMap(expressionsIn).map((one) => [one.text, one])).values()];

test('the expression that held up the player is refused, and so is one that is only slow', () => {
  expect(judge(OLD_SVG_ROOT)).toContain('exponential');
  expect(judge(/\/+$/)).toContain('polynomial');
  expect(judge(/^\d+$/)).toBe('safe');
}, 120_000);

test('every expression of the player is found and can be judged', () => {
  expect(expressions.length).toBeGreaterThan(90);
  expect(expressions.filter(({ source }) => source === '')).toEqual([]);
  const written = new Set(expressions.map(({ text }) => text));
  expect([...bounded.keys()].filter((text) => !written.has(text))).toEqual([]);
});

test('every expression of the player takes linear time', () => {
  const slow = expressions
    .filter(({ text }) => !bounded.has(text))
    .map((expression) => ({ place: expression.place, text: expression.text, judged: judge(expression) }))
    .filter(({ judged }) => judged !== 'safe');
  expect(slow).toEqual([]);
}, 300_000);
