import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../../..');

/** What `npm run circles` says of `files`: its exit code, and the files that it names. */
function findCircles(files: Readonly<Record<string, string>>): { code: number | null; said: string } {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const command = join(root, 'node_modules/.bin/depcruise');
  const config = join(root, '.dependency-cruiser.js');
  const run = spawnSync(command, ['--config', config, 'src'], { cwd: folder, encoding: 'utf8' });
  return { code: run.status, said: run.stdout };
}

it('finds a circle of types alone, one over three files, and one between components', () => {
  const { code, said } = findCircles({
    'src/layer.ts':
      "import type { Sample } from './watch.ts';\nexport interface Layer { sample(): Sample }\n",
    'src/watch.ts':
      "import type { Layer } from './layer.ts';\nexport interface Sample { of: Layer }\nexport const read = 1;\n",
    'src/open.ts': "import { steps } from './steps.ts';\nexport interface Database { steps: typeof steps }\n",
    'src/steps.ts': "import { table } from './records.ts';\nexport const steps = [table];\n",
    'src/records.ts':
      "import type { Database } from './open.ts';\nexport const table = '';\nexport type In = Database;\n",
    'src/form.tsx': "import { Fields } from './fields.tsx';\nexport interface Props { a: typeof Fields }\n",
    'src/fields.tsx': "import type { Props } from './form.tsx';\nexport const Fields = (p: Props) => p;\n",
  });
  expect(code).toBe(3);
  for (const pair of ['layer.ts', 'watch.ts', 'open.ts', 'records.ts', 'form.tsx', 'fields.tsx']) {
    expect(said).toContain(`src/${pair}`);
  }
});

it('says nothing of files that only share a third one', () => {
  const { code } = findCircles({
    'src/one.ts': "import type { Shared } from './shared.ts';\nexport type One = Shared;\n",
    'src/two.ts': "import type { Shared } from './shared.ts';\nexport type Two = Shared;\n",
    'src/shared.ts': 'export type Shared = string;\n',
  });
  expect(code).toBe(0);
});
