import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogging } from '../../../../src/platform/logging/create-logging.ts';
import type { Logging, LoggingOptions } from '../../../../src/platform/logging/create-logging.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
let file: string;
let logging: Logging | null;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, 'logs', 'player.log');
  logging = null;
});
afterEach(async () => {
  await logging?.close();
  vi.restoreAllMocks();
});

const open = (changes: Partial<LoggingOptions> = {}): Logging => {
  logging = createLogging({
    file,
    level: 'info',
    maxSizeMb: 1,
    maxFiles: 3,
    enabled: true,
    console: false,
    clock: createFakeClock(Date.UTC(2026, 0, 2)),
    ...changes,
  });
  return logging;
};
const written = (path = file): Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the log file', () => {
  it('says a state that goes on once, and how often it came when it is said again', async () => {
    const clock = createFakeClock(Date.UTC(2026, 0, 2));
    const { log, tail } = open({ clock });
    for (let count = 0; count < 100; count += 1) {
      log.warn('The disk is full.', { file: 'player.db' });
      log.error('A showing could not be recorded.');
    }
    expect(written().map(({ message }) => message)).toEqual([
      'The disk is full.',
      'A showing could not be recorded.',
    ]);
    await clock.advance(60_000);
    log.warn('The disk is full.', { file: 'player.db' });
    expect(tail(1)).toMatchObject([{ facts: { file: 'player.db', leftOut: 99 } }]);
  });

  it('holds one JSON line each, at once, mode 600', () => {
    const { log } = open();
    log.info('Hello\nworld.', { items: 3 });
    log.warn('Plain.');
    expect(written()).toEqual([
      { time: '2026-01-02T00:00:00.000Z', level: 'info', message: 'Hello\nworld.', facts: { items: 3 } },
      { time: '2026-01-02T00:00:00.000Z', level: 'warn', message: 'Plain.' },
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('tightens the mode of a file that was there', () => {
    mkdirSync(join(folder, 'logs'));
    writeFileSync(file, '');
    chmodSync(file, 0o644);
    open().log.info('x');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('turns over by size and keeps as many files as it may', () => {
    const { log } = open({ maxSizeMb: 0.001 });
    for (let line = 0; line < 100; line += 1) log.info(`line ${line} ${'x'.repeat(100)}`);
    const names = readdirSync(join(folder, 'logs')).sort();
    expect(names).toEqual(['player.1.log', 'player.2.log', 'player.log']);
    for (const name of names) expect(statSync(join(folder, 'logs', name)).size).toBeLessThanOrEqual(1_049);
    const messages = ['player.2.log', 'player.1.log', 'player.log']
      .flatMap((name) => written(join(folder, 'logs', name)))
      .map(({ message }) => Number(String(message).split(' ')[1]));
    expect(messages.at(-1)).toBe(99);
    expect(messages).toEqual(messages.map((_, index) => 100 - messages.length + index));
  });

  it('turns over no file that is only named like its own', () => {
    const foreign = join(folder, 'logs', 'player.1.log');
    mkdirSync(join(folder, 'logs'));
    writeFileSync(foreign, 'a diary');
    const { log } = open({ maxSizeMb: 0.001 });
    for (let line = 0; line < 50; line += 1) log.info(`line ${line} ${'x'.repeat(100)}`);
    expect(readFileSync(foreign, 'utf8')).toBe('a diary');
    expect(written().at(-1)).toMatchObject({ message: `line 49 ${'x'.repeat(100)}` });
    expect(statSync(file).size).toBeLessThanOrEqual(1_049);
  });

  it('keeps secrets out of messages and facts', () => {
    const { log, redactor } = open();
    redactor.add('QUICK-123');
    log.error('Code QUICK-123 was refused; Bearer abcdef.', {
      password: 'sesame',
      url: 'https://s/?auth_code=abc',
    });
    expect(readFileSync(file, 'utf8')).not.toMatch(/QUICK-123|abcdef|sesame|auth_code=abc/);
  });
});

describe('levels', () => {
  it('change while it runs', () => {
    const { log, setLevel, tail } = open();
    log.debug('not yet');
    setLevel('debug');
    log.debug('now');
    setLevel('error');
    log.warn('no more');
    expect(written().map(({ message }) => message)).toEqual(['now']);
    expect(tail(10).map(({ message }) => message)).toEqual(['now']);
  });

  it('are errors only when logging is disabled, whatever level is set', () => {
    const { log, setLevel } = open({ enabled: false });
    setLevel('debug');
    log.warn('no');
    log.error('yes');
    expect(written().map(({ message }) => message)).toEqual(['yes']);
  });
});

describe('what goes wrong', () => {
  it('is nobody else’s trouble: a folder that cannot be made', () => {
    writeFileSync(join(folder, 'logs'), 'a file in the way');
    const { log, tail } = open();
    for (let line = 0; line < 1_000; line += 1) log.info('x');
    expect(tail(1)).toHaveLength(1);
  });

  it('a disk that refuses: it goes on, and says afterwards what was lost', async () => {
    const clock = createFakeClock();
    writeFileSync(join(folder, 'logs'), 'a file in the way');
    const second = createLogging({
      file,
      level: 'info',
      maxSizeMb: 1,
      maxFiles: 2,
      enabled: true,
      console: false,
      clock,
    });
    second.log.info('lost');
    second.log.info('lost, too');
    rmSync(join(folder, 'logs'));
    await clock.advance(60_000);
    second.log.info('kept');
    expect(written().map(({ message }) => message)).toEqual([
      'kept',
      '2 lines before the last one were lost: the log file could not be written.',
    ]);
    await second.close();
  });

  it.runIf(existsSync('/dev/full'))('a full disk: every write fails, and nothing else does', async () => {
    const clock = createFakeClock();
    const { log, tail } = open({ file: '/dev/full', clock });
    for (let minute = 0; minute < 5; minute += 1) {
      log.info(`lost ${minute}`);
      await clock.advance(60_000);
    }
    expect(tail(1)).toMatchObject([{ message: 'lost 4' }]);
  });

  it('the folder is taken away while it runs: it is made anew', async () => {
    const clock = createFakeClock();
    const { log } = open({ clock });
    log.info('first');
    rmSync(join(folder, 'logs'), { recursive: true });
    await clock.advance(60_000);
    log.info('second');
    expect(written().map(({ message }) => message)).toEqual(['second']);
  });

  it('a console that breaks (EPIPE) does not end the process', () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { log } = open({ console: true });
    log.warn('Careful.', { items: 2 });
    expect(write).toHaveBeenCalledWith('2026-01-02T00:00:00.000Z WARN  Careful. items=2\n');
    expect(() => process.stderr.emit('error', new Error('EPIPE'))).not.toThrow();
  });

  it('a clock beyond any date does not cost the line', () => {
    const { log } = open({ clock: createFakeClock(9e15) });
    log.info('x');
    expect(written()).toMatchObject([{ time: 'unknown', message: 'x' }]);
  });

  it('a log that is closed takes no more lines, quietly', async () => {
    const { log, close } = open();
    await close();
    logging = null;
    log.info('late');
  });
});

describe('tail', () => {
  it('gives the last lines, oldest first, bounded', () => {
    const { log, tail } = open({ file: null });
    for (let line = 0; line < 600; line += 1) log.info(`line ${line}`);
    expect(tail(2).map(({ message }) => message)).toEqual(['line 598', 'line 599']);
    expect(tail(10_000)).toHaveLength(500);
  });
});
