import { runTool, type ToolAnswer, type ToolDependencies } from './run-tool.ts';

/** What the machine's own time synchronisation says of its clock. */
export interface TimeServiceReport {
  readonly isSynchronised: boolean;
  /** How far the clock may be off at most, ms; null: it does not say. */
  readonly errorMs: number | null;
}

const LIMIT_MS = 5_000;
const NOT_SYNCHRONISED: TimeServiceReport = { isSynchronised: false, errorMs: null };

/** Asks chrony, else systemd, whether the clock is kept right and how well. Only Linux says. Never rejects. */
export async function askTimeService(
  platform: NodeJS.Platform,
  tools: ToolDependencies,
): Promise<TimeServiceReport> {
  if (platform !== 'linux') return NOT_SYNCHRONISED;
  const ask = (command: string, ...args: string[]): Promise<ToolAnswer> =>
    runTool(command, args, tools, { limitMs: LIMIT_MS });
  const chrony = readChrony(textOf(await ask('chronyc', '-c', 'tracking')));
  if (chrony !== null) return chrony;
  const shown = textOf(await ask('timedatectl', 'show', '--property=NTPSynchronized', '--value'));
  if (shown.trim() !== 'yes') return NOT_SYNCHRONISED;
  const message = textOf(await ask('timedatectl', 'show-timesync', '--property=NTPMessage', '--value'));
  return { isSynchronised: true, errorMs: readTimesync(message) };
}

function textOf(answer: ToolAnswer): string {
  return answer.kind === 'ended' && answer.code === 0 ? answer.text : '';
}

/**
 * `chronyc -c tracking`: 14 fields, of which the fifth is the offset of the system's clock, the eleventh the root delay, the
 * twelfth the root dispersion (seconds), the last whether it is synchronised. Null: no such answer.
 */
export function readChrony(text: string): TimeServiceReport | null {
  const fields = text.trim().split(',');
  if (fields.length < 14) return null;
  const [offset, delay, dispersion] = [fields[4], fields[10], fields[11]].map(Number);
  if (offset === undefined || delay === undefined || dispersion === undefined) return null;
  const errorMs = (Math.abs(offset) + delay / 2 + dispersion) * 1_000;
  return {
    isSynchronised: fields[13] !== 'Not synchronised',
    errorMs: Number.isFinite(errorMs) ? errorMs : null,
  };
}

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, min: 60_000 };

/** The root distance of systemd's last answer, ms: half the way of it and of its server, and what that adds. */
export function readTimesync(text: string): number | null {
  const delay = spanOf(text, 'RootDelay');
  const dispersion = spanOf(text, 'RootDispersion');
  return delay === null || dispersion === null ? null : delay / 2 + dispersion;
}

/** `RootDelay=1.234ms`, `RootDispersion=1s 204ms`, `0`. */
function spanOf(text: string, name: string): number | null {
  const [, written] = text.split(`${name}=`);
  const span = written?.split(/[,}]/, 1)[0]?.trim() ?? '';
  if (span === '') return null;
  let sumMs = 0;
  for (const part of span.split(' ')) {
    const number = Number.parseFloat(part);
    const unit = part.replace(/[0-9.]/g, '');
    const factor = unit === '' && number === 0 ? 0 : UNITS[unit];
    if (factor === undefined || !Number.isFinite(number)) return null;
    sumMs += number * factor;
  }
  return sumMs;
}
