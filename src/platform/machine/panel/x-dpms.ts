import { complaintOf, textOf, type PanelTool } from './panel-tool.ts';
import { isWayland } from './wayland-outputs.ts';

/** DPMS of an X server (xset(1)): all of its outputs together. A key or a touch turns them on by itself. */
export function xset(environment: Readonly<Record<string, string | undefined>>): PanelTool {
  const hasX = (environment['DISPLAY'] ?? '') !== '' && !isWayland(environment);
  return {
    means: 'xset',
    limitMs: 2_000,
    isAnswering: true,
    settleMs: 500,
    unusable: hasX ? null : 'There is no X display in the environment.',
    async turn(state, run) {
      const answer = await run(['xset', 'dpms', 'force', state]);
      // Forcing switches DPMS's own timers on as well, and the panel would go dark by them; switching DPMS off is "on", too.
      if (state === 'on') await run(['xset', '-dpms']);
      return complaintOf('xset', answer);
    },
    async ask(run) {
      const text = textOf(await run(['xset', 'q'])) ?? '';
      const [, said] = /^ +Monitor is (On|Off|in Standby|in Suspend)$/m.exec(text) ?? [];
      if (said !== undefined) return said === 'On' ? 'on' : 'off';
      return /^ +DPMS is Disabled$/m.test(text) ? 'on' : 'unknown';
    },
  };
}
