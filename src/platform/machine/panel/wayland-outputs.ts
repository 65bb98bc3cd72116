import { z } from 'zod';
import { complaintOf, stateOfAll, textOf, type PanelState, type PanelTool } from './panel-tool.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the player's window is a Wayland one; there Xwayland answers X's own tools and turns nothing off. */
export function isWayland(environment: Environment): boolean {
  return (environment['WAYLAND_DISPLAY'] ?? '') !== '' || environment['XDG_SESSION_TYPE'] === 'wayland';
}

function unusableIn(environment: Environment): string | null {
  return isWayland(environment) ? null : 'There is no Wayland display in the environment.';
}

const powerModes = z
  .array(z.object({ output: z.string(), 'power-mode': z.string() }))
  .min(1)
  .max(64);

/** Power of the outputs of a compositor that knows wlr-output-power-management (wlopm(1)): windows stay where they are. */
export function wlopm(environment: Environment): PanelTool {
  return {
    means: 'wlopm',
    limitMs: 2_000,
    isAnswering: true,
    settleMs: 500,
    unusable: unusableIn(environment),
    turn: async (state, run) => complaintOf('wlopm', await run(['wlopm', `--${state}`, '*'])),
    async ask(run) {
      const modes = powerModes.safeParse(parseJson(textOf(await run(['wlopm', '--json']))));
      if (!modes.success) return 'unknown';
      return stateOfAll(modes.data.map(({ 'power-mode': mode }) => asState(mode === 'on', mode === 'off')));
    },
  };
}

/** Outputs of a compositor that knows wlr-output-management (wlr-randr(1)): one that is off is gone for its windows. */
export function wlrRandr(environment: Environment): PanelTool {
  return {
    means: 'wlr-randr',
    limitMs: 2_000,
    isAnswering: true,
    settleMs: 500,
    unusable: unusableIn(environment),
    async turn(state, run) {
      const answer = await run(['wlr-randr']);
      const complaint = complaintOf('wlr-randr', answer);
      if (complaint !== null || answer.kind !== 'ended') return complaint;
      // An output that is told what it is already makes the whole call fail.
      const others = outputsIn(answer.text).filter((output) => output.state !== state);
      if (others.length === 0) return null;
      const args = others.flatMap(({ name }) => ['--output', name, `--${state}`]);
      return complaintOf('wlr-randr', await run(['wlr-randr', ...args]));
    },
    ask: async (run) =>
      stateOfAll(outputsIn(textOf(await run(['wlr-randr'])) ?? '').map(({ state }) => state)),
  };
}

interface Output {
  readonly name: string;
  readonly state: PanelState | 'unknown';
}

/** A connector's name begins a block, such as `HDMI-A-1 "Maker Model"`; what belongs to it is indented. */
function outputsIn(text: string): readonly Output[] {
  return text.split(/^(?=\S)/m).flatMap((block) => {
    const name = /^[A-Za-z][\w-]{0,31}(?=\s)/.exec(block)?.[0];
    if (name === undefined) return [];
    return [{ name, state: asState(/^ +Enabled: yes$/m.test(block), /^ +Enabled: no$/m.test(block)) }];
  });
}

function asState(isOn: boolean, isOff: boolean): PanelState | 'unknown' {
  if (isOn) return 'on';
  return isOff ? 'off' : 'unknown';
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
