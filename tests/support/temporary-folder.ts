import { onTestFinished } from 'vitest';
import { makeFolder } from './make-folder.ts';

/** An empty folder that is gone when this test and its `afterEach` have ended. For a `beforeAll` there is `makeFolder`. */
export function temporaryFolder(): string {
  const { path, remove } = makeFolder();
  onTestFinished(remove);
  return path;
}
