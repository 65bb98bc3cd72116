import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/** Programs of a test's own, which write down what they were asked. No other stands on their path. */
export interface FakeTools {
  /** For `PATH`: these tools, and `sleep`. */
  readonly folder: string;
  /** Makes a tool that does `script` in `sh`; what it was asked stands in `$*`. */
  add(name: string, script: string): void;
  /** Every question in order, as `name argument argument`. */
  asked(): readonly string[];
}

/** An empty {@link FakeTools}, gone when the test has ended. */
export function makeFakeTools(): FakeTools {
  const folder = temporaryFolder();
  const note = join(folder, 'asked');
  symlinkSync('/bin/sleep', join(folder, 'sleep'));
  return {
    folder,
    add(name, script) {
      writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${note}\n${script}\n`);
      chmodSync(join(folder, name), 0o755);
    },
    asked: () => (existsSync(note) ? readFileSync(note, 'utf8').trim().split('\n') : []),
  };
}
