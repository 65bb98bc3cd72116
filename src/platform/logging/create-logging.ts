import { Writable } from 'node:stream';
import winston from 'winston';
import { createSystemClock } from '../../shared/clock.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import type { Log, LogFacts } from './log.ts';
import { createRedactor } from './redactor.ts';
import type { Redactor } from './redactor.ts';
import { createRepeatedLines } from './repeated-lines.ts';
import { createRotatingFile } from './rotating-file.ts';
import { BYTES_PER_MB } from '../../shared/units.ts';

type LogLevel = Settings['logLevel'];

/** One line of the log as the overlay shows it; `time` is ISO 8601, UTC. Without secrets. */
interface LogLine {
  readonly time: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly facts: LogFacts;
}

export interface LoggingOptions {
  /** An absolute path; null keeps no file. */
  readonly file: string | null;
  readonly level: LogLevel;
  readonly maxSizeMb: number;
  /** How many files there may be in all, the current one included. */
  readonly maxFiles: number;
  /** False keeps only errors (docs/server-contract.md, `logging.enabled`). */
  readonly enabled: boolean;
  /** Also writes a readable line to stderr. */
  readonly console: boolean;
  readonly clock?: Clock;
}

export interface Logging {
  readonly log: Log;
  /** To be told every secret as soon as it is known. */
  readonly redactor: Redactor;
  /** Changes the level at once; a disabled log stays at errors. */
  readonly setLevel: (level: LogLevel) => void;
  /** The last `count` lines (500 are kept), oldest first. */
  readonly tail: (count: number) => readonly LogLine[];
  readonly close: () => Promise<void>;
}

const LINES_KEPT = 500;
const LONGEST_MESSAGE = 4_000;
const levels = { error: 0, warn: 1, info: 2, debug: 3 };

/**
 * The player's log: JSON lines in a file that turns over, readable lines on stderr, no secrets. Never throws, whatever its
 * disk does. Equal lines that follow one another are said once; `debug` says everything.
 */
export function createLogging(options: LoggingOptions): Logging {
  const redactor = createRedactor();
  const clock = options.clock ?? createSystemClock();
  const lines: LogLine[] = [];
  const sinks = createSinks(options, clock);
  const logger = winston.createLogger({
    levels,
    level: levelInForce(options.level, options.enabled),
    format: winston.format.combine(redacted(redactor), kept(lines)),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston types its own transports as an interface
    transports: sinks.transports,
    silent: false,
    exitOnError: false,
  });
  logger.on('error', () => undefined);
  const repeated = createRepeatedLines(() => clock.monotonic());

  const write = (level: LogLevel, message: string, facts: LogFacts = {}): void => {
    if (levels[level] > levels[logger.level as LogLevel]) return;
    try {
      const time = timeOf(clock);
      const leftOut = level === 'debug' ? 0 : repeated.take(JSON.stringify([level, message, facts]));
      if (leftOut === null) return;
      logger.log({ level, message, time, facts: leftOut === 0 ? facts : { ...facts, leftOut } });
    } catch {
      // Logging must never throw into the caller.
    }
  };
  return {
    log: {
      error: (message, facts) => {
        write('error', message, facts);
      },
      warn: (message, facts) => {
        write('warn', message, facts);
      },
      info: (message, facts) => {
        write('info', message, facts);
      },
      debug: (message, facts) => {
        write('debug', message, facts);
      },
    },
    redactor,
    setLevel: (level) => {
      logger.level = levelInForce(level, options.enabled);
    },
    tail: (count) => lines.slice(-Math.max(1, count)),
    close: () =>
      new Promise((resolve) => {
        logger.once('finish', () => {
          sinks.close();
          resolve();
        });
        logger.end();
      }),
  };
}

function levelInForce(level: LogLevel, enabled: boolean): LogLevel {
  return enabled ? level : 'error';
}

/** A clock that stands beyond what a date can hold must not cost the line. */
function timeOf(clock: Clock): string {
  const now = new Date(clock.now());
  return Number.isNaN(now.getTime()) ? 'unknown' : now.toISOString();
}

const redacted = winston.format((info, redactor) => {
  const net = redactor as Redactor;
  return {
    ...info,
    message: shortened(net.text(String(info.message))),
    facts: net.facts(info['facts'] as LogFacts),
  };
});

const kept = winston.format((info, lines) => {
  const line = lineOf(info);
  const ring = lines as LogLine[];
  ring.push(line);
  if (ring.length > LINES_KEPT) ring.shift();
  return info;
});

function shortened(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

function lineOf(info: winston.Logform.TransformableInfo): LogLine {
  return {
    time: String(info['time']),
    level: info.level as LogLevel,
    message: String(info.message),
    facts: info['facts'] as LogFacts,
  };
}

function createSinks(
  options: LoggingOptions,
  clock: Clock,
): { transports: StreamTransport[]; close: () => void } {
  const transports: StreamTransport[] = [];
  const closers: (() => void)[] = [];
  if (options.file !== null) {
    const file = createRotatingFile({
      path: options.file,
      maxBytes: options.maxSizeMb * BYTES_PER_MB,
      maxFiles: options.maxFiles,
      monotonic: () => clock.monotonic(),
    });
    transports.push(
      streamTransport(
        lineSink((line) => {
          file.write(line);
        }),
        jsonLine,
      ),
    );
    closers.push(() => {
      file.close();
    });
  }
  if (options.console) {
    // A terminal or a journal that goes away must not end the player (EPIPE without a listener would).
    const ignore = (): void => undefined;
    process.stderr.on('error', ignore);
    transports.push(
      streamTransport(
        lineSink((line) => process.stderr.write(`${line}\n`)),
        readableLine,
      ),
    );
    closers.push(() => process.stderr.off('error', ignore));
  }
  // winston prints an error about a logger without any.
  if (transports.length === 0)
    transports.push(
      streamTransport(
        lineSink(() => undefined),
        jsonLine,
      ),
    );
  return {
    transports,
    close: () => {
      closers.forEach((close) => {
        close();
      });
    },
  };
}

type StreamTransport = winston.transports.StreamTransportInstance;

function streamTransport(stream: Writable, line: (entry: LogLine) => string): StreamTransport {
  return new winston.transports.Stream({
    stream,
    format: winston.format.printf((info) => line(lineOf(info))),
    eol: '',
  });
}

function lineSink(write: (line: string) => unknown): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: unknown, _encoding, done) {
      write(String(chunk));
      done();
    },
  });
}

function jsonLine({ facts, ...entry }: LogLine): string {
  return JSON.stringify(Object.keys(facts).length === 0 ? entry : { ...entry, facts });
}

function readableLine({ time, level, message, facts }: LogLine): string {
  const details = Object.entries(facts).map(([name, fact]) => `${name}=${String(fact)}`);
  const oneLine = message.replace(/\p{Cc}+/gu, ' ');
  return [time, level.toUpperCase().padEnd(5), oneLine, ...details].join(' ');
}
