import { wait, type Clock } from '../../../shared/clock.ts';
import { runTool } from '../run-tool.ts';
import { cec } from './cec.ts';
import { ddcutil } from './ddc.ts';
import type { PanelAnswer, PanelPowerDependencies } from './panel-power.types.ts';
import type { PanelState, PanelTool, RunTool } from './panel-tool.ts';
import { wlopm, wlrRandr } from './wayland-outputs.ts';
import { xset } from './x-dpms.ts';

const ASK_AGAIN_MS = 250;

/** The tools that may turn a panel off on this platform, in the order in which they are tried. */
export function panelToolsOf({ platform, environment }: PanelPowerDependencies): readonly PanelTool[] {
  if (platform !== 'linux') return [];
  return [cec, wlopm(environment), wlrRandr(environment), xset(environment), ddcutil];
}

/** Has a tool turn the panel and asks back until it says so, for as long as that may take. Never rejects. */
export async function turnBy(
  tool: PanelTool,
  asked: PanelState,
  dependencies: PanelPowerDependencies,
  signal?: AbortSignal,
): Promise<PanelAnswer> {
  const { clock } = dependencies;
  const answer = (verified: PanelAnswer['verified'], detail: string): PanelAnswer => ({
    means: tool.means,
    asked,
    verified,
    detail,
    at: clock.now(),
  });
  if (tool.unusable !== null) return answer('no', tool.unusable);
  const run = runnerOf(tool, dependencies, signal);
  const complaint = await tool.turn(asked, run);
  if (complaint !== null) return answer('no', complaint);
  const said = await askUntil(asked, () => tool.ask(run), { clock, limitMs: tool.settleMs, signal });
  if (said === 'unknown') {
    return tool.isAnswering
      ? answer('no', 'It was told, and knows nothing of the panel.')
      : answer('unknown', 'It was told, and cannot be asked back.');
  }
  return said === asked
    ? answer('yes', `It says that the panel is ${asked}.`)
    : answer('no', `It was told, and the panel is still ${said}.`);
}

/** What the panel is by this tool; `unknown` also where there is no such tool. Never rejects. */
export async function askBy(
  tool: PanelTool,
  dependencies: PanelPowerDependencies,
  signal?: AbortSignal,
): Promise<PanelState | 'unknown'> {
  return tool.unusable === null ? tool.ask(runnerOf(tool, dependencies, signal)) : 'unknown';
}

function runnerOf(
  { limitMs }: PanelTool,
  dependencies: PanelPowerDependencies,
  signal: AbortSignal | undefined,
): RunTool {
  return ([command, ...args]) =>
    runTool(command, args, dependencies, { limitMs, ...(signal === undefined ? {} : { signal }) });
}

/** A panel on its way says what it was; one that says nothing twice will not say anything. */
async function askUntil(
  wanted: PanelState,
  ask: () => Promise<PanelState | 'unknown'>,
  { clock, limitMs, signal }: { clock: Clock; limitMs: number; signal: AbortSignal | undefined },
): Promise<PanelState | 'unknown'> {
  const end = clock.monotonic() + limitMs;
  let silences = 0;
  for (;;) {
    const said = await ask();
    silences += said === 'unknown' ? 1 : 0;
    if (said === wanted || silences === 2 || clock.monotonic() >= end) return said;
    if (!(await wait(clock, ASK_AGAIN_MS, signal))) return said;
  }
}
