import { dataFile, DATA_FILES } from '../../platform/files/data-files.ts';
import { readBounded } from '../../platform/files/read-bounded.ts';
import { readAlert, type Alert } from '../../shared/alert.ts';
import { exceedsJsonBounds } from '../../shared/json-bounds.ts';
import { describeThrown } from '../../shared/result.ts';
import { decodeText } from '../settings/decode-text.ts';

/** What a file of the data folder says is to be shown over everything. */
export type AlertFileLook =
  | { readonly kind: 'none' }
  /** `id` is another one when the file was written anew. */
  | { readonly kind: 'alert'; readonly alert: Alert; readonly id: string }
  | { readonly kind: 'unread'; readonly file: string; readonly problem: string };

const MOST_BYTES = 16_384;
/** `alert.json` goes before `alert.txt`. */
const PLACES = ['alertJson', 'alertText'] as const;

const PROBLEMS = {
  link: 'it is a link',
  'not-a-file': 'it is no file',
  'too-large': `it is larger than ${MOST_BYTES} bytes`,
} as const;

/** Looks for an alert in `dataFolder`. Writes nothing, never throws. */
export function lookForAlertFile(dataFolder: string): AlertFileLook {
  for (const name of PLACES) {
    const look = lookAt(dataFile(dataFolder, name), DATA_FILES[name], name === 'alertJson');
    if (look.kind !== 'none') return look;
  }
  return { kind: 'none' };
}

function lookAt(path: string, file: string, isJson: boolean): AlertFileLook {
  const unread = (problem: string): AlertFileLook => ({ kind: 'unread', file, problem });
  try {
    const found = readBounded(path, { mostBytes: MOST_BYTES });
    if (found.kind !== 'bytes') return unread(PROBLEMS[found.kind]);
    const text = decodeText(found.bytes);
    const written = isJson ? parseJson(text) : text;
    const read =
      written === undefined ? ({ ok: false, problem: 'it is no JSON' } as const) : readAlert(written);
    if (!read.ok) return unread(read.problem);
    if (read.alert === null) return { kind: 'none' };
    return { kind: 'alert', alert: read.alert, id: `${found.modifiedMs} ${JSON.stringify(read.alert)}` };
  } catch (thrown) {
    const isAway = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    return isAway ? { kind: 'none' } : unread(describeThrown(thrown));
  }
}

/** Undefined: it is none. */
function parseJson(text: string): unknown {
  if (exceedsJsonBounds(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
