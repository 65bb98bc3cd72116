import { chooseTarget, expectationFor } from './choose-target.ts';
import { checkDisk } from './check-disk.ts';
import { checkFolders } from './check-folders.ts';
import { graphicsFindings } from './check-graphics.ts';
import { groupFindings } from './check-group.ts';
import { nameFindings } from './check-names.ts';
import { panelFindings } from './check-panel.ts';
import { networkFindings } from './check-network.ts';
import { checkPermissions } from './check-permissions.ts';
import { stickFindings } from './check-stick.ts';
import { updateFindings } from './check-updates.ts';
import { shellFinding } from './check-shell.ts';
import type { DiagnoseOptions, DoctorDependencies } from './doctor.types.ts';
import { examineConversation } from './examine-conversation.ts';
import { examineReach } from './examine-reach.ts';
import { finding } from './finding.ts';
import { createDiagnosisRun, serverChecks, type DiagnosisRun } from './diagnosis-run.ts';
import { within } from './within.ts';
import { foldersOfMedia } from '../media/local-folders.ts';
import { peekPlayingNames } from '../playlist/playing-copy.ts';
import { dataFile } from '../../platform/files/data-files.ts';
import { hasFontFor } from '../../platform/machine/installed-fonts.ts';
import { readLinkFacts } from '../../platform/machine/network/link-facts.ts';
import type { DoctorFinding } from '../../shared/doctor.ts';
import { BYTES_PER_MB } from '../../shared/units.ts';

/**
 * Looks at the way to the server and at this machine, check by check in the order of `doctorChecks`, and says what it found
 *. Works unpaired. Each check has its own time-out; where one fails, those that stand on it are
 * `skipped`.
 *
 * It only looks: nothing is pinned, followed, stored or thrown away. No secret is sent to an address other than the paired
 * server's, nor to a peer that trust refuses (ARCHITECTURE.md, *No secret to a stranger*).
 */
export async function diagnose(
  dependencies: DoctorDependencies,
  options: DiagnoseOptions,
): Promise<readonly DoctorFinding[]> {
  const run = createDiagnosisRun(dependencies, options);
  await examineServer(run, dependencies, options.serverUrl);
  await examineMachine(run, dependencies);
  return run.findings;
}

async function examineServer(
  run: DiagnosisRun,
  dependencies: DoctorDependencies,
  given: string | null,
): Promise<void> {
  const { settings } = dependencies;
  const reading = await dependencies.credentials();
  const target = chooseTarget(given, reading, settings);
  if (target.kind !== 'urls') {
    run.add(target.kind === 'none' ? noAddress() : unusableAddress());
    run.skip(serverChecks, 'dns');
    return;
  }
  const { urls } = target;
  const { origin } = new URL(urls[0]);
  const expectation = expectationFor(origin, dependencies.knownServer(origin), reading, settings);
  if (!(await examineReach(run, dependencies, { origin, expectation }))) return;
  await examineConversation(run, dependencies, { urls, expectation, reading });
}

async function examineMachine(run: DiagnosisRun, dependencies: DoctorDependencies): Promise<void> {
  const { mediaFolder: folder, settings, statfs } = dependencies;
  const limitBytes = settings.maxCacheSizeMb * BYTES_PER_MB;
  await examine(run, 'disk', async () => [
    await checkDisk({ folder, limitBytes, statfs }),
    ...(await checkFolders(foldersOfMedia(dependencies.dataFolder, settings), dependencies.clock)),
  ]);
  await examine(run, 'permissions', () => checkPermissions(dependencies.dataFolder));
  const links = dependencies.links ?? (() => (process.platform === 'linux' ? readLinkFacts() : null));
  await examine(run, 'network', () => Promise.resolve(networkFindings(links())));
  await examine(run, 'shell', async () => {
    const facts = await dependencies.shell();
    const names = [settings.hostname, ...peekPlayingNames(dataFile(dependencies.dataFolder, 'playingCopy'))];
    const asked = { environment: process.env, clock: dependencies.clock };
    const hasFont =
      dependencies.hasFontFor ?? ((language: string) => hasFontFor(language, process.platform, asked));
    return [
      shellFinding(facts),
      ...graphicsFindings(facts),
      ...panelFindings(facts.panel),
      ...groupFindings(facts.groupClock),
      ...stickFindings(facts.stick),
      ...(await nameFindings(names, hasFont)),
    ];
  });
  const { dataFolder, appVersion, updateKeys = null } = dependencies;
  const { updateFeed } = settings;
  await examine(run, 'updates', () =>
    Promise.resolve(updateFindings({ dataFolder, appVersion, updateFeed, updateKeys })),
  );
}

type MachineCheck = 'disk' | 'permissions' | 'network' | 'shell' | 'updates';

async function examine(
  run: DiagnosisRun,
  check: MachineCheck,
  work: () => Promise<readonly DoctorFinding[]>,
): Promise<void> {
  const ended = await run.runCheck(check, () => within(run.limits, work));
  if (ended?.kind === 'done') ended.value.forEach(run.add);
  if (ended?.kind === 'timed-out') run.add(stuck(check));
  run.skip([check], check);
}

function stuck(check: MachineCheck): DoctorFinding {
  const reason = 'it took too long';
  return finding(check, 'bad', 'check-failed', {
    message: `This could not be looked at: ${reason}.`,
    remedy: 'A disk or a network folder that does not answer is often failing.',
    params: { reason },
  });
}

function noAddress(): DoctorFinding {
  return finding('dns', 'skipped', 'skipped-no-address', {
    message: 'There is no server to look at: this screen is not paired and no address is given.',
    remedy: 'Give the address of the server: --server=https://…',
  });
}

function unusableAddress(): DoctorFinding {
  return finding('dns', 'bad', 'address-unusable', {
    message: 'This is not the address of a server.',
    remedy: 'Write it as 192.168.0.121, server:5000 or https://server.',
  });
}
