import { createSequencer } from '../../../shared/async.ts';
import type { PanelAnswer, PanelMeans, PanelPower, PanelPowerDependencies } from './panel-power.types.ts';
import type { PanelState, PanelTool } from './panel-tool.ts';
import { askBy, panelToolsOf, turnBy } from './panel-tools.ts';

/**
 * Turns the panel off by the first tool whose success can be asked back, else by the first that did not complain, else not
 * at all: then the page's black is all there is. It is turned on by every tool. A tool that worked is tried first the next
 * time. A wish takes back the opposite one that is still under way.
 */
export function createPanelPower(dependencies: PanelPowerDependencies): PanelPower {
  const tools = panelToolsOf(dependencies);
  const turns = createSequencer();
  const life = new AbortController();
  let underWay: { readonly state: PanelState; readonly abort: AbortController } | null = null;
  let used: PanelMeans | null = null;

  const inOrder = (): readonly PanelTool[] =>
    [...tools].sort((one, other) => Number(other.means === used) - Number(one.means === used));
  const black = (asked: PanelState): PanelAnswer => ({
    means: 'black',
    asked,
    verified: asked === 'off' ? 'no' : 'unknown',
    detail:
      asked === 'off'
        ? 'Nothing here can turn the panel off: it shows black, and its backlight stays on.'
        : 'Nothing here can turn the panel on: it shows its picture where it is on.',
    at: dependencies.clock.now(),
  });
  const turnOff = async (signal: AbortSignal): Promise<PanelAnswer> => {
    const answers: PanelAnswer[] = [];
    for (const tool of inOrder()) {
      if (signal.aborted) break;
      const answer = await turnBy(tool, 'off', dependencies, signal);
      if (answer.verified === 'yes') return answer;
      answers.push(answer);
    }
    return bestOf(answers) ?? black('off');
  };
  const turnOn = async (signal: AbortSignal): Promise<PanelAnswer> =>
    bestOf(await Promise.all(inOrder().map((tool) => turnBy(tool, 'on', dependencies, signal)))) ??
    black('on');

  return {
    turn(state) {
      if (underWay !== null && underWay.state !== state) underWay.abort.abort();
      const own = { state, abort: new AbortController() };
      underWay = own;
      const signal = AbortSignal.any([life.signal, own.abort.signal]);
      return turns.run(async () => {
        const answer = await (state === 'off' ? turnOff(signal) : turnOn(signal));
        if (answer.means !== 'black' && (state === 'off' || used === null)) used = answer.means;
        if (underWay === own) underWay = null;
        return answer;
      });
    },
    async ask() {
      for (const tool of inOrder()) {
        const said = await askBy(tool, dependencies, life.signal);
        if (said !== 'unknown') return said;
      }
      return 'unknown';
    },
    stop: () => {
      life.abort();
    },
  };
}

/** The first that asking back confirmed, else the first that could not be asked; null: none did anything. */
export function bestOf(answers: readonly PanelAnswer[]): PanelAnswer | null {
  return (
    answers.find(({ verified }) => verified === 'yes') ??
    answers.find(({ verified }) => verified === 'unknown') ??
    null
  );
}
