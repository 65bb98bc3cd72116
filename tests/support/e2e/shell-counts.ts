import type { Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';

/** What is counted, by how the names of its projects begin; the three are never added up. */
const lines = [
  ['electron', 'Electron'],
  ['standin', 'Electron shell on the stand-in'],
  ['chromium', 'Chromium shell'],
] as const;

const shellOf = (test: TestCase): (typeof lines)[number] | undefined =>
  lines.find(([name]) => test.parent.project()?.name.startsWith(name) === true);

/** Says in how many of the specs each shell took part, so that nobody takes a run for more than it is. */
class ShellCounts implements Reporter {
  #specs = new Set<string>();
  #passed = new Set<string>();
  #notServed = new Map<string, string[]>();

  onBegin(_config: unknown, suite: Suite): void {
    this.#specs = new Set(suite.allTests().map(nameOf));
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const [project, shell] = shellOf(test) ?? [];
    if (result.status === 'passed') this.#passed.add(`${project ?? ''} ${nameOf(test)}`);
    if (result.status !== 'skipped' || shell === undefined) return;
    const given = result.annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason is given';
    const reason = `${shell}, not run since ${given}:`;
    this.#notServed.set(reason, [...(this.#notServed.get(reason) ?? []), nameOf(test)]);
  }

  onEnd(): void {
    const said = lines.map(([project, name]) => {
      const passed = [...this.#specs].filter((spec) => this.#passed.has(`${project} ${spec}`)).length;
      return `${name}: ${passed} of ${this.#specs.size}`;
    });
    const notServed = [...this.#notServed].flatMap(([reason, specs]) => [
      reason,
      ...specs.map((spec) => `  ${spec}`),
    ]);
    process.stdout.write(`\n${[...notServed, ...said].join('\n')}\n`);
  }
}

/** A spec's name without its project. */
function nameOf(test: TestCase): string {
  return test.titlePath().slice(2).join(' › ');
}

// Playwright takes a reporter by its default export only.
// eslint-disable-next-line no-restricted-syntax
export default ShellCounts;
