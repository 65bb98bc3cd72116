import { finding } from './finding.ts';
import type { LinkFacts } from '../../platform/machine/network/link-facts.ts';
import type { DoctorFinding } from '../../shared/doctor.ts';

/** Below this, videos and updates come slowly and the network is lost now and then. */
const WEAK_PERCENT = 30;

/** By what this machine is connected, a line for each; null: this system does not say. */
export function networkFindings(links: readonly LinkFacts[] | null): readonly DoctorFinding[] {
  if (links === null)
    return [
      finding('network', 'skipped', 'skipped-network-elsewhere', {
        message: 'Only Linux tells by what this machine is connected.',
      }),
    ];
  if (links.length === 0)
    return [
      finding('network', 'warning', 'network-none', {
        message: 'This machine is connected to no network.',
        remedy: 'Look at the cable or the Wi-Fi.',
      }),
    ];
  return links.map(linkFinding);
}

function linkFinding({ device, kind, strength }: LinkFacts): DoctorFinding {
  if (kind === 'wired')
    return finding('network', 'good', 'network-wired', {
      message: `Connected by cable (${device}).`,
      params: { device },
    });
  if (strength === null)
    return finding('network', 'good', 'network-wifi-unmeasured', {
      message: `Connected by Wi-Fi (${device}).`,
      params: { device },
    });
  const params = { device, percent: strength };
  if (strength >= WEAK_PERCENT)
    return finding('network', 'good', 'network-wifi', {
      message: `Connected by Wi-Fi (${device}), signal strength ${String(strength)} %.`,
      params,
    });
  return finding('network', 'warning', 'network-wifi-weak', {
    message: `Connected by Wi-Fi (${device}), but the signal is weak (${String(strength)} %).`,
    remedy: 'Bring the access point closer, or use a cable.',
    params,
  });
}
