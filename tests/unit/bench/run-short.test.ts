import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FIGURES_MARK, runShort } from '../../bench/run-short.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A bench of these lines; its short form may take so many seconds. */
function run(lines: readonly string[], seconds = 30): ReturnType<typeof runShort> {
  const script = join(temporaryFolder(), 'bench.mjs');
  writeFileSync(script, lines.join('\n'));
  return runShort('some', { options: ['--mb=1'], seconds }, script);
}

const print = (what: string): string => `console.log(${JSON.stringify(FIGURES_MARK)} + ${what});`;

it('takes the figures that a bench prints last, one that is no number among them', async () => {
  const figures =
    '[{ name: process.argv.slice(2).join(), value: 2, unit: "" }, { name: "b", value: NaN, unit: "%" }]';
  const ran = await run(['console.log("on its way");', print(`JSON.stringify(${figures})`)]);
  expect(ran).toMatchObject({ name: 'some', failure: null });
  expect(ran.figures).toEqual([
    { name: '--json,some,--mb=1', value: 2, unit: '' },
    { name: 'b', value: Number.NaN, unit: '%' },
  ]);
});

it.each([
  ['throws', ['throw new TypeError("no display");'], 'TypeError: no display'],
  ['prints what is no figure', [print('"[{}]"')], 'it ended with code 0'],
  ['prints half a line', [print('"[{"')], 'it ended with code 0'],
  ['prints figures and then fails', [print('"[]"'), 'process.exit(3);'], 'it ended with code 3'],
  ['is killed', ['process.kill(process.pid, "SIGKILL"); setInterval(Date, 1000);'], 'it ended with SIGKILL'],
])('tells what happened to one that %s, and throws nothing', async (_what, lines, failure) => {
  expect(await run(lines)).toMatchObject({ failure, figures: [] });
});

it('breaks one off that takes too long, with what it started in a group of its own', async () => {
  const note = join(temporaryFolder(), 'pid');
  const ran = await run(
    [
      'import { spawn } from "node:child_process"; import { renameSync, writeFileSync } from "node:fs";',
      'const child = spawn(process.execPath, ["-e", "setInterval(Date, 1000)"], { detached: true, stdio: "inherit" });',
      `writeFileSync(${JSON.stringify(`${note}.new`)}, String(child.pid));`,
      `renameSync(${JSON.stringify(`${note}.new`)}, ${JSON.stringify(note)});`,
    ],
    5,
  );
  expect(ran.failure).toBe('it took longer than 5 s');
  const left = Number(readFileSync(note, 'utf8'));
  await expect.poll(() => isRunning(left)).toBe(false);
});

function isRunning(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return false;
  const line = readFileSync(stat, 'utf8');
  // One that ended and that nobody asked after is no more than a line.
  return !line.slice(line.lastIndexOf(')')).startsWith(') Z');
}
