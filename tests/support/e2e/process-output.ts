import { globSync, mkdirSync, writeFileSync, copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestInfo } from '@playwright/test';

/** What every process of the running test said, in the order of their starts. */
let heard: (() => string)[] = [];

/** Lets {@link keepOutput} know of a process, whatever it says from now on. */
export function hearProcess(said: () => string): void {
  heard.push(said);
}

/** A test begins: what earlier processes said is nobody's business any more. */
export function forgetOutput(): void {
  heard = [];
}

/** Puts what the test's processes said, and the logs of their data folders, beside its results. */
export async function keepOutput(info: TestInfo, dataFolder: string): Promise<void> {
  const attach = async (name: string, write: (path: string) => void): Promise<void> => {
    const path = info.outputPath(name);
    mkdirSync(dirname(path), { recursive: true });
    write(path);
    await info.attach(name, { path, contentType: 'text/plain' });
  };
  for (const [index, said] of heard.entries()) {
    await attach(`process-${index + 1}.txt`, (path) => {
      writeFileSync(path, said());
    });
  }
  for (const name of globSync('**/{logs/*.log,status.json}', { cwd: dataFolder })) {
    await attach(`data-folder/${name}`, (path) => {
      copyFileSync(join(dataFolder, name), path);
    });
  }
}
