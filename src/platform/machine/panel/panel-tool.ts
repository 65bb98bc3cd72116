import type { ToolAnswer } from '../run-tool.ts';
import type { PanelMeans } from './panel-power.types.ts';

export type PanelState = 'on' | 'off';

/** Asks a program of this machine; the time, the environment and the way to take it back are the caller's. */
export type RunTool = (args: readonly [command: string, ...rest: string[]]) => Promise<ToolAnswer>;

/** What came of telling a panel to change: null: the tool did what it was asked; else a sentence why not. */
export type Complaint = string | null;

/** One tool that turns panels off and on, and can be asked what they are. */
export interface PanelTool {
  readonly means: Exclude<PanelMeans, 'black'>;
  /** How long each of its calls may take, ms. */
  readonly limitMs: number;
  /** How long a panel may take until asking back tells the new state, ms. */
  readonly settleMs: number;
  /** Whether it can be asked wherever it works: then one that ends well and cannot say what the panel is did nothing. */
  readonly isAnswering: boolean;
  /** Why this tool cannot be of use in this environment; null: it may be. */
  readonly unusable: string | null;
  readonly turn: (state: PanelState, run: RunTool) => Promise<Complaint>;
  readonly ask: (run: RunTool) => Promise<PanelState | 'unknown'>;
}

const LONGEST_COMPLAINT = 120;

/** Null when the tool did what it was asked; else one sentence. */
export function complaintOf(command: string, answer: ToolAnswer): Complaint {
  if (answer.kind === 'missing') return `${command} is not installed.`;
  if (answer.kind === 'killed') return `${command} took too long and was ended.`;
  if (answer.code === 0) return null;
  const said = firstLine(answer.complaint) || firstLine(answer.text);
  return said === ''
    ? `${command} failed (exit code ${answer.code ?? 'none'}).`
    : `${command} failed: ${said}`;
}

/** What a tool said when it ended well; null otherwise. */
export function textOf(answer: ToolAnswer): string | null {
  return answer.kind === 'ended' && answer.code === 0 ? answer.text : null;
}

/** Several panels are on while one of them is, and off only when none is unknown. */
export function stateOfAll(
  states: readonly (PanelState | 'unknown')[],
  unknownIs: 'unknown' | 'nothing' = 'unknown',
): PanelState | 'unknown' {
  if (states.includes('on')) return 'on';
  if (unknownIs === 'unknown' && states.includes('unknown')) return 'unknown';
  return states.includes('off') ? 'off' : 'unknown';
}

function firstLine(text: string): string {
  const printable = text.replaceAll(/[^\x20-\x7e\n]/g, '').trim();
  return (printable.split('\n', 1)[0] ?? '').trim().slice(0, LONGEST_COMPLAINT);
}
