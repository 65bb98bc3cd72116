import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { drawIcons } from './draw-icons.ts';

// Run before packaging (`npm run icons`): the one drawing of the icon is assets/icon/icon.svg.
for (const { file, png } of await drawIcons()) {
  const path = join(import.meta.dirname, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, png);
}
