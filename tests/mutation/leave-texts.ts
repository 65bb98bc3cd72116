/** As much of a node of Babel's tree as is looked at here. */
interface Path {
  readonly node: SyntaxNode;
}

interface SyntaxNode {
  readonly type: string;
  readonly callee?: SyntaxNode;
  readonly object?: SyntaxNode;
  readonly property?: SyntaxNode;
  readonly name?: string;
}

const LEVELS = new Set(['debug', 'info', 'warn', 'error']);

/** What a line of the log says is read by people: no test holds its words, so no mutant is made of it. */
function isLogLine({ node }: Path): boolean {
  const { type, callee } = node;
  if (type !== 'CallExpression' || callee?.type !== 'MemberExpression') return false;
  const { object, property } = callee;
  return LEVELS.has(property?.name ?? '') && (object?.name === 'log' || object?.property?.name === 'log');
}

/** Stryker looks for this name in a plugin. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'log-lines',
    value: {
      shouldIgnore: (path: Path): string | undefined =>
        isLogLine(path) ? 'The words of a line of the log are held by no test.' : undefined,
    },
  },
];
