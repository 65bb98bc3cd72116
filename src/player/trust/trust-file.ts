import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../platform/logging/log.ts';
import { describeThrown } from '../../shared/result.ts';
import type { DiskWrites } from '../../platform/files/disk-writes.ts';
import { replaceFile } from '../../platform/files/replace-file.ts';

const serverTrustSchema = z.object({
  mode: z.enum(['system', 'pinned', 'plain', 'insecure']),
  /** The pinned certificate in PEM; null in other modes, and when a pin was lost. */
  pin: z.string().nullable(),
  announced: z.string().nullable(),
  refused: z.string().nullable(),
  /** The last warning about the certificate's end, so that a restart does not repeat it. */
  warned: z.object({ fingerprint: z.string(), threshold: z.number() }).nullable(),
});

const trustFileSchema = z.object({
  version: z.literal(1),
  /** By origin. */
  servers: z.record(z.string(), serverTrustSchema),
});

/** What is known of one server. */
export type ServerTrust = z.infer<typeof serverTrustSchema>;
export type ServersTrust = Readonly<Record<string, ServerTrust>>;

/**
 * `<data>/trust/trust.json`, and a copy beside it: a damaged database or a torn file must not lose the pin. Both hold
 * certificates and fingerprints, which are no secrets, with mode 600 all the same.
 */
export interface TrustFile {
  /** What stands on the disk. A damaged file is kept aside and its copy read; with both gone, nothing is known. */
  read(): ServersTrust;
  /** Durable when it returns, or as soon as the disk takes it; never throws. */
  write(servers: ServersTrust): void;
}

/** The {@link TrustFile} in `folder`, which is made when it is not there. */
export function createTrustFile(folder: string, writes: DiskWrites, log: Log): TrustFile {
  const [file, copy] = filesIn(folder);
  return {
    read: () => readTrustFile(folder, log),
    write: (servers) => {
      const text = `${JSON.stringify({ version: 1, servers }, null, 2)}\n`;
      writes.attempt('trust.json', () => {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        replaceFile(file, text);
        replaceFile(copy, text);
      });
    },
  };
}

/** What stands in `folder`, as {@link TrustFile.read} tells it. */
export function readTrustFile(folder: string, log: Log): ServersTrust {
  const [file, copy] = filesIn(folder);
  return readOne(file, log) ?? readOne(copy, log) ?? {};
}

function filesIn(folder: string): readonly [file: string, copy: string] {
  return [join(folder, 'trust.json'), join(folder, 'trust.copy.json')];
}

function readOne(file: string, log: Log): ServersTrust | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') {
      log.error('The trust file cannot be read', { reason: describeThrown(thrown) });
    }
    return null;
  }
  const parsed = trustFileSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data.servers;
  log.error('The trust file is damaged and kept aside; its copy is used', { file });
  keepAside(file, log);
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function keepAside(file: string, log: Log): void {
  try {
    renameSync(file, `${file}.damaged`);
  } catch (thrown) {
    log.error('The damaged trust file could not be moved', { reason: describeThrown(thrown) });
  }
}
