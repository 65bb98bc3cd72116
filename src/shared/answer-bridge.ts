import { bridgeRequests, type BridgeAnswers, type RequestInput, type RequestName } from './bridge.ts';
import { describeThrown, fail, type Result } from './result.ts';

/** One function for each request of the bridge, called with parsed input. */
export type BridgeHandlers = {
  readonly [Name in RequestName]: (
    input: RequestInput<Name>,
  ) => Result<BridgeAnswers[Name]> | Promise<Result<BridgeAnswers[Name]>>;
};

/**
 * The receiving end of the bridge: takes a request as it came, parses it, and hands it to its handler.
 *
 * Answers `invalid-input` for a name or an input that the contract does not know, naming the field and never the value
 * (it may be a password). A handler that throws is a bug: `onBug` hears of it, the renderer gets `internal-error`.
 */
export function answerBridge(
  handlers: BridgeHandlers,
  onBug: (request: string, description: string) => void,
): (name: string, input: unknown) => Promise<Result<unknown>> {
  return async (name, input) => {
    if (!isRequestName(name)) return fail('invalid-input', 'The screen asked for something unknown.');
    const parsed = bridgeRequests[name].safeParse(input);
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path.join('.') ?? '';
      return fail('invalid-input', `The request ${name} came with an unusable ${field || 'input'}.`, {
        field,
      });
    }
    try {
      // The table of handlers has the same keys as the table of schemas, which TypeScript cannot follow through a union.
      const handler = handlers[name] as (value: unknown) => Result<unknown> | Promise<Result<unknown>>;
      return await handler(parsed.data);
    } catch (thrown) {
      onBug(name, describeThrown(thrown));
      return fail('internal-error', 'The player could not do this; its log says why.');
    }
  };
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(bridgeRequests, name);
}
