import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import type { AutostartEntry } from './autostart-entry.ts';

const LABEL = 'net.digiserver.digiplayer';

/**
 * Writes the launch agent of this macOS user, or takes it away; `autostart` when that cannot be done. It starts the player at
 * login with its arguments, which a login item drops, and starts it anew whenever it ends otherwise than by its own wish.
 */
export function setLaunchAgent(enabled: boolean, entry: Omit<AutostartEntry, 'environment'>): Result<void> {
  const file = agentFile(entry);
  try {
    if (!enabled) {
      rmSync(file, { force: true });
      return ok(undefined);
    }
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, launchAgent(entry.executable, entry.args), { mode: 0o644 });
    return ok(undefined);
  } catch (thrown) {
    return fail('autostart', `The launch agent ${file} cannot be changed: ${describeThrown(thrown)}.`);
  }
}

/** Whether this user has it. */
export function hasLaunchAgent(entry: Pick<AutostartEntry, 'home'>): boolean {
  return existsSync(agentFile(entry));
}

function agentFile({ home }: Pick<AutostartEntry, 'home'>): string {
  return join(home, 'Library', 'LaunchAgents', `${LABEL}.plist`);
}

/** launchd.plist(5). A player whose parent it is says by its exit code whether it is to be started anew. */
export function launchAgent(executable: string, args: readonly string[]): string {
  const words = [executable, ...args].map((word) => `    <string>${escape(word)}</string>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${LABEL}</string>
  <key>ProgramArguments</key>
  <array>
${words.join('\n')}
  </array>
  <key>EnvironmentVariables</key>
  <dict>
    <key>DIGIPLAYER_SUPERVISED</key>
    <string>1</string>
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>2</integer>
  <key>ProcessType</key>
  <string>Interactive</string>
  <key>LimitLoadToSessionType</key>
  <string>Aqua</string>
</dict>
</plist>
`;
}

function escape(word: string): string {
  return word.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
