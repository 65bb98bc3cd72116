import { isDataFolderTaken } from '../platform/files/instance-lock.ts';
import type { PanelPowerDependencies } from '../platform/machine/panel/panel-power.types.ts';
import { exitCodeOfTrials, renderTrial, renderUsed, tryPanel } from '../player/doctor/try-panel.ts';
import { fail } from '../shared/result.ts';

/** Turns the panel off and on by each means and says what each answered; refuses while a player plays on this data folder. */
export async function runPanelDoctor(
  dataFolder: string,
  { json, force }: { readonly json: boolean; readonly force: boolean },
  dependencies: PanelPowerDependencies,
): Promise<number> {
  if (!force && isDataFolderTaken(dataFolder)) {
    const message =
      'DigiPlayer plays here, and its screen would go dark for it; stop it first, or add --force.';
    const refusal = fail('already-running', message);
    if (json) console.log(JSON.stringify(refusal, null, 2));
    else console.error(message);
    return 1;
  }
  const found = await tryPanel(dependencies, (trial) => {
    if (!json) console.log(renderTrial(trial));
  });
  console.log(json ? JSON.stringify(found, null, 2) : renderUsed(found));
  return exitCodeOfTrials(found);
}
