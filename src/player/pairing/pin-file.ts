import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { dataFile } from '../../platform/files/data-files.ts';
import { replaceFile } from '../../platform/files/replace-file.ts';

/** What is kept of a PIN. */
export const pinRecordSchema = z.object({
  salt: z.string(),
  hash: z.string(),
  wrongTries: z.number().int().nonnegative(),
});

const pinFileSchema = z.object({ version: z.literal(1), pin: pinRecordSchema.nullable() });

/** The hash of a PIN, and how often another one was tried since it was last given. */
export type PinRecord = Readonly<z.infer<typeof pinRecordSchema>>;

/** What is known of the PIN: `none` where no PIN was ever kept, null where it was taken away, `damaged` where nothing can be read. */
export type KeptPin = PinRecord | null | 'none' | 'damaged';

/** `pin.json` of a data folder and a copy beside it: neither a lost player.db nor one torn file opens the settings. */
export interface PinFile {
  read(): KeptPin;
  /** Durable in both when it returns; throws what the disk says. */
  write(record: PinRecord | null): void;
}

/** More than a record ever takes: a larger file is none. */
const LONGEST_TEXT = 4_096;

/** The {@link PinFile} of a data folder. Nothing is written before the first `write`. */
export function createPinFile(dataFolder: string): PinFile {
  const files = [dataFile(dataFolder, 'pin'), dataFile(dataFolder, 'pinCopy')];
  return {
    read: () => {
      const found = files.map(readOne);
      // A file that is there and cannot be read may hold a PIN: only where there is none at all is there none to ask for.
      const whole = found.find((kept) => kept !== 'none' && kept !== 'damaged');
      if (whole !== undefined) return whole;
      return found.includes('damaged') ? 'damaged' : 'none';
    },
    write: (record) => {
      const text = `${JSON.stringify({ version: 1, pin: record })}\n`;
      for (const file of files) replaceFile(file, text);
    },
  };
}

function readOne(file: string): KeptPin {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.length > LONGEST_TEXT) return 'damaged';
    const parsed = pinFileSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.pin : 'damaged';
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'damaged';
  }
}
