import type {
  BridgeAnswers,
  BridgeEvents,
  EventName,
  PlayerBridge,
  RequestInput,
  RequestName,
} from '../../../src/shared/bridge.ts';
import { fail, type Result } from '../../../src/shared/result.ts';

type Answerers = {
  [Name in RequestName]?: (
    input: RequestInput<Name>,
  ) => Result<BridgeAnswers[Name]> | Promise<Result<BridgeAnswers[Name]>>;
};

/** A call that the fake received, in order. */
interface RecordedCall {
  readonly name: RequestName;
  readonly input: unknown;
}

export interface FakeBridge extends PlayerBridge {
  /** Every call so far, in order. */
  readonly calls: readonly RecordedCall[];
  /** Replaces the answers of some requests. */
  answer(answerers: Answerers): void;
  /** Sends an event as the main process would. */
  emit<Name extends EventName>(name: Name, payload: BridgeEvents[Name]): void;
}

/** A bridge for component tests: records calls, answers what it was told to, else fails with `not-answered`. */
export function createFakeBridge(initial: Answerers = {}): FakeBridge {
  let answerers = initial;
  const calls: RecordedCall[] = [];
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  return {
    calls,
    answer(more) {
      answerers = { ...answerers, ...more };
    },
    emit(name, payload) {
      for (const listener of listeners.get(name) ?? []) listener(payload as never);
    },
    async call(name, input) {
      calls.push({ name, input });
      const answerer = answerers[name];
      // No bridge answers in the turn in which it was asked: a test that relied on it would pass or fail by the load of its machine.
      await nextTurn();
      return answerer === undefined
        ? fail('internal-error', `This fake has no answer to ${name}.`)
        : await answerer(input);
    },
    on(name, listener) {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      return () => {
        known.delete(listener);
      };
    },
  };
}

/** Whatever timers a test pretends, and in a browser too: the gallery shows the app over this bridge. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
