import { isIPv6 } from 'node:net';
import type { DoctorFinding } from '../../shared/doctor.ts';
import type { ProxyCode } from '../../shared/failure-codes.ts';
import { openRouted } from '../trust/open-routed.ts';
import { proxyFailureOf } from '../trust/proxy-failure.ts';
import type { Proxy, Route, RouteTarget } from '../trust/route.ts';
import { noProxy, proxyFinding, proxyWorks } from './proxy-findings.ts';
import { within, type CheckLimits } from './within.ts';

export interface ProxyExamination {
  readonly finding: DoctorFinding;
  /** The server is reached through one. */
  readonly isUsed: boolean;
}

/** Whether the proxy opens the way to the server; nothing is said on it. */
export async function checkProxy(
  target: RouteTarget,
  route: Route,
  limits: CheckLimits,
): Promise<ProxyExamination> {
  const proxy = await route.proxyFor(target);
  if (proxy === null) return { finding: noProxy(), isUsed: false };
  const startedAt = limits.clock.monotonic();
  const ended = await within(limits, () => tryTunnel(target, proxy, limits));
  const milliseconds = Math.round(limits.clock.monotonic() - startedAt);
  const code = ended.kind === 'timed-out' ? 'proxy-silent' : ended.value;
  const finding = code === null ? proxyWorks(placeOf(proxy), milliseconds) : proxyFinding('proxy', code);
  return { finding, isUsed: true };
}

/** Null when it was opened. */
function tryTunnel(target: RouteTarget, proxy: Proxy, limits: CheckLimits): Promise<ProxyCode | null> {
  return new Promise((resolve) => {
    openRouted({ ...target, ...limits, route: { proxyFor: () => proxy } }, (error, tunnel) => {
      tunnel?.destroy();
      const { code = '' }: NodeJS.ErrnoException = error ?? new Error();
      resolve(error === null ? null : (proxyFailureOf(code)?.error.code ?? 'proxy-bad-answer'));
    });
  });
}

function placeOf({ host, port }: Proxy): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
