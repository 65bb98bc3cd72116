import { arch, cpus, freemem, hostname, loadavg, release, totalmem, type, uptime, version } from 'node:os';

/** What a machine says of itself, and what runs on it; for whoever looks into a screen from afar. */
export interface MachineFacts {
  readonly name: string;
  readonly system: string;
  readonly architecture: string;
  readonly processors: string;
  readonly memoryBytes: { readonly total: number; readonly free: number };
  readonly uptimeSeconds: number;
  readonly load: readonly number[];
  readonly timeZone: string;
  /** Node, its engine and libraries; Electron and its Chromium where they run this. */
  readonly versions: Readonly<Record<string, string | undefined>>;
}

/** Asks the operating system, at once and without a process. */
export function machineFacts(): MachineFacts {
  const processors = cpus();
  return {
    name: hostname(),
    system: `${type()} ${release()} (${version()})`,
    architecture: arch(),
    processors: `${processors.length} × ${processors[0]?.model ?? 'unknown'}`,
    memoryBytes: { total: totalmem(), free: freemem() },
    uptimeSeconds: Math.round(uptime()),
    load: loadavg(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    versions: { ...process.versions },
  };
}
