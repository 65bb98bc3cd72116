import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PIN = '4711';

let folder: string;
let player: TestPlayer | null = null;

beforeEach(async () => {
  folder = temporaryFolder();
  player = await startTestPlayer(folder);
  expect(await player.ask('set-pin', { pin: PIN })).toMatchObject({ ok: true });
  await player.ask('lock');
});
afterEach(async () => {
  await player?.stop();
  player = null;
});

async function codeOf(name: string, input: unknown = {}): Promise<string> {
  const answer = await player?.ask(name, input);
  return answer?.ok === true ? 'opened' : (answer?.error.code ?? 'nobody answered');
}

async function restart(change: () => void = () => undefined): Promise<void> {
  await player?.stop();
  change();
  player = await startTestPlayer(folder);
}

function removeDatabase(): void {
  for (const name of readdirSync(folder))
    if (name.startsWith('player.db')) rmSync(join(folder, name), { force: true });
}

describe('whoever tries PINs by the hundred at once', () => {
  it('has five of them judged, and the right one opens nothing under the lock-out', async () => {
    const guesses = [...Array.from({ length: 100 }, (_, guess) => String(guess + 1_000)), PIN];
    const answers = await Promise.all(guesses.map((pin) => codeOf('unlock', { pin })));
    expect(answers.filter((code) => code === 'wrong-pin')).toHaveLength(4);
    expect(answers.filter((code) => code === 'pin-locked-out')).toHaveLength(97);
    expect(await codeOf('read-log', { count: 1 })).toBe('locked');
    // What was counted is on the disk: the plug gives no try back.
    await restart();
    expect(await codeOf('unlock', { pin: PIN })).toBe('pin-locked-out');
  });
});

describe('a lost or damaged player.db', () => {
  it.each([
    ['gone', removeDatabase],
    [
      'damaged',
      () => {
        removeDatabase();
        writeFileSync(join(folder, 'player.db'), 'x'.repeat(9_000));
      },
    ],
  ])('that is %s leaves the settings locked, with the same PIN', async (_what, lose) => {
    await restart(lose);
    expect(await codeOf('read-log', { count: 1 })).toBe('locked');
    expect(await codeOf('unlock', { pin: '0000' })).toBe('wrong-pin');
    expect(await codeOf('unlock', { pin: PIN })).toBe('opened');
    expect(await codeOf('read-log', { count: 1 })).toBe('opened');
  });
});
