import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../platform/logging/log.ts';
import { describeThrown } from '../../shared/result.ts';
import { DATA_FILES } from '../../platform/files/data-files.ts';
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
  open(): ServersTrust;
  /** Durable when it returns, or as soon as the disk takes it; never throws. */
  write(servers: ServersTrust): void;
}

/** The {@link TrustFile} in `folder`, which is made when it is not there. */
export function createTrustFile(folder: string, writes: DiskWrites, log: Log): TrustFile {
  const [file, copy] = filesIn(folder);
  return {
    open: () => openOne(file, log) ?? openOne(copy, log) ?? {},
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

/** What is known in `folder`: by the file, else by its copy. Writes nothing; what cannot be read says nothing. */
export function peekTrust(folder: string): ServersTrust {
  for (const file of filesIn(folder)) {
    const found = peekOne(file);
    if (found.kind === 'servers') return found.servers;
  }
  return {};
}

function filesIn(folder: string): readonly [file: string, copy: string] {
  return [join(folder, basename(DATA_FILES.trust)), join(folder, basename(DATA_FILES.trustCopy))];
}

type FileFinding =
  | { readonly kind: 'servers'; readonly servers: ServersTrust }
  | { readonly kind: 'none' | 'damaged' }
  | { readonly kind: 'refused'; readonly reason: string };

function peekOne(file: string): FileFinding {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'none' };
    return { kind: 'refused', reason: describeThrown(thrown) };
  }
  const parsed = trustFileSchema.safeParse(parseJson(text));
  return parsed.success ? { kind: 'servers', servers: parsed.data.servers } : { kind: 'damaged' };
}

function openOne(file: string, log: Log): ServersTrust | null {
  const found = peekOne(file);
  if (found.kind === 'servers') return found.servers;
  if (found.kind === 'refused') log.error('The trust file cannot be read', { reason: found.reason });
  if (found.kind === 'damaged') {
    log.error('The trust file is damaged and kept aside; its copy is used', { file });
    keepAside(file, log);
  }
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
