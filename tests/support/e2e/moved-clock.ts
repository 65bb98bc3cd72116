import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The clock of a player that a test moves while it runs; only that of Node, not that of a page. */
export interface MovedClock {
  /** For the environment of the player. */
  readonly environment: Readonly<Record<string, string>>;
  /** The clock shows another time by so much, at the latest after {@link LOOK_EVERY_MS}. */
  moveBy(ms: number): void;
}

const LOOK_EVERY_MS = 100;

/** Runs in the player, before anything of it. */
function followFile(path: string, everyMs: number, read: (path: string) => number): void {
  const RealDate = Date;
  let known = { offsetMs: read(path), atMs: performance.now() };
  const offset = (): number => {
    if (performance.now() - known.atMs >= everyMs) known = { offsetMs: read(path), atMs: performance.now() };
    return known.offsetMs;
  };
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [RealDate.now() + offset()] : args, newTarget) as object,
    get: (target, name, receiver) =>
      name === 'now' ? () => RealDate.now() + offset() : (Reflect.get(target, name, receiver) as unknown),
  });
}

/** Makes a clock that is right until it is moved; its files are in `folder`. */
export function makeMovedClock(folder: string): MovedClock {
  const file = join(folder, 'clock-offset');
  const preload = join(folder, 'moved-clock.mjs');
  const moveBy = (ms: number): void => {
    writeFileSync(`${file}.new`, String(ms));
    renameSync(`${file}.new`, file);
  };
  moveBy(0);
  writeFileSync(
    preload,
    [
      "import { readFileSync } from 'node:fs';",
      followFile.toString(),
      `followFile(${JSON.stringify(file)}, ${LOOK_EVERY_MS}, (path) => Number(readFileSync(path, 'utf8')));`,
    ].join('\n'),
  );
  return { environment: { NODE_OPTIONS: `--import=${preload}` }, moveBy };
}
