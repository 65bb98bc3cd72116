import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createElectronDrawing } from '../../../../src/shells/electron/drawing-port.ts';
import type { DrawingLimits } from '../../../../src/shells/common/drawing-process.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';
import type { Drawing } from '../../../../src/shared/drawing.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** The second process is a program of a line each, started as Electron would be. */
async function drawn(
  program: string,
  limits: Partial<DrawingLimits> = {},
): Promise<{ drawing: Drawing; isClean: boolean; isGone: boolean }> {
  const root = temporaryFolder();
  const [script, path, folder, note] = ['program.mjs', 'picture', 'drawing', 'pid'].map((name) =>
    join(root, name),
  );
  if (script === undefined || path === undefined || folder === undefined || note === undefined)
    throw new Error();
  writeFileSync(path, '<svg/>');
  writeFileSync(
    script,
    `import { readFileSync, writeFileSync } from 'node:fs';
     writeFileSync(${JSON.stringify(note)}, String(process.pid));
     const folder = process.argv.at(-1).replace('--draw-picture=', '');
     const { box } = JSON.parse(readFileSync(folder + '/order.json', 'utf8'));
     const leave = (answer) => writeFileSync(folder + '/answer.json', JSON.stringify(answer));
     ${program}`,
  );
  const port = createElectronDrawing({
    executable: process.execPath,
    args: [script],
    folder,
    environment: {},
    clock: createSystemClock(),
    limits,
  });
  const box = { width: 640, height: 360, fit: 'contain' } as const;
  const drawing = await port.draw({ path, box }, new AbortController().signal);
  const pid = Number(readFileSync(note, 'utf8'));
  return { drawing, isClean: !existsSync(folder), isGone: !existsSync(`/proc/${pid}`) };
}

const ready = "console.log('ready');";
const forEver = 'for (;;);';

test.each<[string, string, Drawing]>([
  [
    'what it left is the picture',
    `${ready} leave({ kind: 'still', png: Buffer.from(box.width + ' px').toString('base64') });`,
    { kind: 'still', png: Buffer.from('640 px') },
  ],
  ['an end without an answer is a fault', `${ready} process.exit(1);`, { kind: 'gave-up', why: 'fault' }],
  ['nonsense is a fault', `${ready} leave('nonsense');`, { kind: 'gave-up', why: 'fault' }],
  [
    'one that never could draw says nothing of the picture',
    "console.log('no display'); process.exit(3);",
    { kind: 'unavailable', reason: 'exit code 3 no display' },
  ],
])('%s', async (_name, program, expected) => {
  expect(await drawn(program)).toEqual({ drawing: expected, isClean: true, isGone: true });
});

test('one that does not end is ended, whatever it does', async () => {
  const hung = `${ready} setTimeout(() => { ${forEver} });`;
  expect(await drawn(hung, { drawMs: 300 })).toMatchObject({
    drawing: { kind: 'gave-up', why: 'time' },
    isClean: true,
    isGone: true,
  });
  expect(await drawn(forEver, { startMs: 2_000 })).toMatchObject({
    drawing: { kind: 'unavailable' },
    isGone: true,
  });
});
