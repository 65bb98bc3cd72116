import {
  complaintOf,
  stateOfAll,
  textOf,
  type Complaint,
  type PanelState,
  type PanelTool,
  type RunTool,
} from './panel-tool.ts';

/** A machine has one HDMI socket that speaks CEC, or two; each is /dev/cecN. */
const DEVICES = ['0', '1'] as const;
type Device = (typeof DEVICES)[number];

/**
 * A television over HDMI-CEC (cec-ctl(1)), on each socket. It may be told a thing and not answer, and takes seconds to say
 * that it is in standby.
 */
export const cec: PanelTool = {
  means: 'cec',
  limitMs: 3_000,
  isAnswering: false,
  settleMs: 3_000,
  unusable: null,
  async turn(state, run) {
    const complaints = await Promise.all(DEVICES.map((device) => tell(device, state, run)));
    return complaints.includes(null) ? null : (complaints[0] ?? null);
  },
  ask: async (run) => stateOfAll(await Promise.all(DEVICES.map((device) => askOne(device, run))), 'nothing'),
};

async function tell(device: Device, state: PanelState, run: RunTool): Promise<Complaint> {
  const order = state === 'off' ? '--standby' : '--image-view-on';
  // Messages to the television (address 0) need an address of our own, as a playback device.
  const answer = await run(['cec-ctl', '-d', device, '--playback', '--to', '0', order]);
  const complaint = complaintOf('cec-ctl', answer);
  if (complaint !== null || answer.kind !== 'ended') return complaint;
  if (answer.text.includes('Not Acknowledged')) return 'No television answers on this HDMI-CEC.';
  const own =
    /^[ \t]{0,16}Physical Address[ \t]{1,32}: ([\da-f](?:\.[\da-f]){3})$/m.exec(answer.text)?.[1] ??
    'f.f.f.f';
  // A television wakes on its own start page unless it is told whose picture to show.
  if (state === 'on' && own !== 'f.f.f.f')
    await run(['cec-ctl', '-d', device, '--to', '0', '--active-source', `phys-addr=${own}`]);
  return null;
}

async function askOne(device: Device, run: RunTool): Promise<PanelState | 'unknown'> {
  const text = textOf(
    await run(['cec-ctl', '-d', device, '--skip-info', '--to', '0', '--give-device-power-status']),
  );
  const [, said] = /pwr-state: (on|standby|to-on|to-standby)\b/.exec(text ?? '') ?? [];
  if (said === undefined) return 'unknown';
  return said === 'on' || said === 'to-on' ? 'on' : 'off';
}
