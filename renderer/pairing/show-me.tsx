import { useEffect, useRef, type ReactNode } from 'react';
import type { Clock } from '../../src/shared/clock.ts';
import { fail } from '../../src/shared/result.ts';
import { usePlayerStore } from '../store/player-store.ts';
import type { StageSettings } from '../stage/layers/layer.ts';
import { makeStage } from '../stage/make-stage.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { loadSampleProgram } from './sample-program.ts';

interface ShowMeProps {
  readonly clock: Clock;
  readonly onBack: () => void;
}

/**
 * Sample content on a stage of its own, before there is a server: what this screen will do. It reports nothing, so that no
 * proof of play and no feedback speaks of it. Any touch or key leads back.
 */
export function ShowMe({ clock, onBack }: ShowMeProps): ReactNode {
  const i18n = useI18n();
  const container = useRef<HTMLDivElement>(null);
  const settings = usePlayerStore(({ snapshot }) => snapshot?.settings ?? null);
  const first = useRef(settings);
  useEffect(() => {
    if (container.current === null || first.current === null) return undefined;
    return playSamples(container.current, clock, first.current);
  }, [clock]);
  useLeavingByKey(onBack);
  return (
    <main className="show-me">
      <div ref={container} className="panel-room" data-testid="samples" />
      {/* The whole screen is the button, so that a finger finds it anywhere. */}
      <button type="button" className="show-me-back" autoFocus onClick={onBack}>
        <span>{i18n.text('show-me.back')}</span>
      </button>
    </main>
  );
}

/** Plays the samples in `element`; answers the way to end it. */
function playSamples(element: HTMLElement, clock: Clock, settings: StageSettings): () => void {
  const stage = makeStage({
    container: element,
    clock,
    groupTime: { at: () => null },
    // There is no page among the samples.
    lookAtPage: () => Promise.resolve(fail('no-page', 'The samples have no pages.')),
    touch: null,
    showTouch: () => undefined,
    // Nor has a sample hours.
    readZone: () => 'UTC',
    report: () => undefined,
    showStandby: () => undefined,
    settings,
  });
  stage.start();
  let release: (() => void) | null = null;
  let isOver = false;
  void loadSampleProgram(element.clientHeight > element.clientWidth).then((samples) => {
    release = samples.release;
    if (isOver) samples.release();
    else stage.takeProgram(samples.program);
  });
  return () => {
    isOver = true;
    stage.stop();
    release?.();
  };
}

const modifiers = new Set(['Alt', 'AltGraph', 'Control', 'Meta', 'Shift']);

/** Leaves on any key but the parts of a shortcut (Ctrl+Alt+S stays the overlay's). */
function useLeavingByKey(onBack: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (modifiers.has(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
      // The key is spent: it must not press what the focus goes back to.
      event.preventDefault();
      onBack();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [onBack]);
}
