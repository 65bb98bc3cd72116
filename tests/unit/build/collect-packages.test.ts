import { expect, it } from 'vitest';
import { packageFolderOf } from '../../../build/collect-packages.ts';

it.each([
  ['/project/src/main.ts', null],
  ['/project/node_modules/ws/lib/sender.js', 'node_modules/ws'],
  ['/project/node_modules/@dabh/diagnostics/index.js?commonjs-module', 'node_modules/@dabh/diagnostics'],
  ['C:\\project\\node_modules\\ms\\index.js', 'node_modules/ms'],
  [
    '/project/node_modules/logform/node_modules/@colors/colors/safe.js',
    'node_modules/logform/node_modules/@colors/colors',
  ],
])('%s belongs to %s', (moduleId, folder) => {
  expect(packageFolderOf(moduleId)).toBe(folder);
});
