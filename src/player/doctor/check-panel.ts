import type { DoctorFinding } from '../../shared/doctor.ts';
import type { PanelStatus } from '../../shared/status.ts';
import { finding, showable } from './finding.ts';

/** What turned the panel last and what it answered; nothing where no hours ever turned it, or nobody knows. */
export function panelFindings(
  panel: Pick<PanelStatus, 'answer'> | null | undefined,
): readonly DoctorFinding[] {
  const answer = panel?.answer ?? null;
  if (answer === null) return [];
  const { means, asked, verified, at } = answer;
  const detail = showable(answer.detail);
  const params = { means, asked, at, detail };
  if (means === 'black') {
    return [
      finding('shell', 'warning', 'shell-panel-black', {
        message:
          'No tool of this machine turns the panel off, so outside its hours it is black with its light on.',
        remedy: 'Run digiplayer doctor --panel on the machine: it tries each tool and says what is missing.',
        params,
      }),
    ];
  }
  const message = `The panel was last told ${asked} by ${means} (${at}): ${detail}`;
  return verified === 'no'
    ? [
        finding('shell', 'warning', 'shell-panel-disobeys', {
          message,
          remedy:
            'Run digiplayer doctor --panel on the machine: it tries each tool and says which one works.',
          params,
        }),
      ]
    : [finding('shell', 'good', 'shell-panel', { message, params })];
}
