/** Kills the process `pid` that leads a group, with all that is in it; on Windows that process alone. Nothing happens to none. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}
