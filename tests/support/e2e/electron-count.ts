import type { Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';

/** Says in how many of the specs Electron took part, so that nobody takes a run without its binary for more than it is. */
class ElectronCount implements Reporter {
  #specs = new Set<string>();
  #passed = new Set<string>();

  onBegin(_config: unknown, suite: Suite): void {
    this.#specs = new Set(suite.allTests().map(nameOf));
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const isElectron = test.parent.project()?.name === 'electron';
    if (isElectron && result.status === 'passed') this.#passed.add(nameOf(test));
  }

  onEnd(): void {
    process.stdout.write(`\nElectron: ${this.#passed.size} of ${this.#specs.size} run\n`);
  }
}

/** A spec's name without its project. */
function nameOf(test: TestCase): string {
  return test.titlePath().slice(2).join(' › ');
}

// Playwright takes a reporter by its default export only.
// eslint-disable-next-line no-restricted-syntax
export default ElectronCount;
