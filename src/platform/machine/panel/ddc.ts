import { complaintOf, textOf, type PanelTool } from './panel-tool.ts';

/** Values of the feature "power mode" (D6) of the monitor control command set: what is above 1 is one of the ways to be off. */
const VALUES = { on: '1', off: '4' } as const;

/** The first monitor that answers on the display's own wire (ddcutil(1)). Many do not answer any more once they are off. */
export const ddcutil: PanelTool = {
  means: 'ddcutil',
  limitMs: 8_000,
  isAnswering: false,
  settleMs: 500,
  unusable: null,
  turn: async (state, run) =>
    complaintOf('ddcutil', await run(['ddcutil', '--noverify', 'setvcp', 'D6', VALUES[state]])),
  async ask(run) {
    const text = textOf(await run(['ddcutil', '--terse', 'getvcp', 'D6'])) ?? '';
    const [, digits] = /^VCP D6 SNC x([\da-f]{2})\b/im.exec(text) ?? [];
    if (digits === undefined || digits === '00') return 'unknown';
    return digits === '01' ? 'on' : 'off';
  },
};
