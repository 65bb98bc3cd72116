import type { BridgeAnswers, PlayerBridge, RequestName } from '../../src/shared/bridge.ts';
import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import { fail, type Result } from '../../src/shared/result.ts';
import { readFrame, readHello, readPayload, type Frame } from './frames.ts';
import { createListeners } from './listeners.ts';

/** As much of a WebSocket as the bridge uses, so that a test can stand in for it. */
type BridgeSocket = Pick<WebSocket, 'send' | 'close' | 'addEventListener'>;

interface SocketBridgeDependencies {
  /** Begins one connection. */
  readonly open: () => BridgeSocket;
  readonly clock: Clock;
  /** Between 0 and 1; spreads the tries. */
  readonly random: () => number;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

/** The bridge over a WebSocket, with its end. */
export interface SocketBridge extends PlayerBridge {
  stop(): void;
}

interface PendingCall {
  readonly frame: string;
  readonly settle: (result: Result<unknown>) => void;
}

/**
 * The twin of Electron's `window.player` over a WebSocket. Connects again for ever, with growing
 * waits up to 5 s; after each reconnect it asks `hello` and tells the answer as events, since those in between were
 * lost.
 *
 * A call that is pending when the connection breaks, or that is made while there is none, fails with `bridge-lost`;
 * one that is made while a connection is being opened waits for it.
 */
export function createSocketBridge({ open, clock, random }: SocketBridgeDependencies): SocketBridge {
  const listeners = createListeners();
  const pending = new Map<number, PendingCall>();
  let socket: BridgeSocket | null = null;
  let isOpen = false;
  let lastId = 0;
  let tries = 0;
  let wasConnected = false;
  let retry: ClockTimer | null = null;
  let stopped = false;

  function connect(): void {
    const opened = open();
    socket = opened;
    opened.addEventListener('open', () => {
      if (socket === opened) onOpen(opened);
    });
    opened.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const frame = readFrame(data);
      if (socket === opened && frame !== null) onFrame(frame);
    });
    opened.addEventListener('close', () => {
      if (socket === opened) onClose();
    });
  }

  function onOpen(opened: BridgeSocket): void {
    isOpen = true;
    tries = 0;
    for (const { frame } of pending.values()) opened.send(frame);
    if (wasConnected) void catchUp();
    wasConnected = true;
  }

  function onFrame(frame: Frame): void {
    if (frame.kind === 'event') {
      const read = readPayload(frame.name, frame.payload);
      if (read !== null) listeners.tell(frame.name, read.payload);
      return;
    }
    const call = pending.get(frame.id);
    pending.delete(frame.id);
    call?.settle(frame.result);
  }

  function onClose(): void {
    socket = null;
    isOpen = false;
    const lost = [...pending.values()];
    pending.clear();
    for (const { settle } of lost) settle(bridgeLost());
    if (stopped) return;
    const longest = Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS);
    tries = Math.min(tries + 1, 16);
    retry = clock.after(longest / 2 + (longest / 2) * random(), connect);
  }

  async function catchUp(): Promise<void> {
    const answer = await bridge.call('hello', {});
    if (!answer.ok) return;
    listeners.tell('snapshot', answer.value.snapshot);
    listeners.tell('program', answer.value.program);
  }

  const bridge: SocketBridge = {
    async call(name, input) {
      if (socket === null) return bridgeLost();
      lastId += 1;
      const frame = JSON.stringify({ id: lastId, name, input });
      const answered = new Promise<Result<unknown>>((resolve) => {
        pending.set(lastId, { frame, settle: resolve });
      });
      if (isOpen) socket.send(frame);
      return checkAnswer(name, await answered);
    },
    on: (name, listener) => listeners.add(name, listener),
    stop() {
      stopped = true;
      retry?.cancel();
      socket?.close();
    },
  };
  connect();
  return bridge;
}

/** Only `hello` carries data that everything rests on; the other answers come from the contract's own table. */
function checkAnswer<Name extends RequestName>(
  name: Name,
  result: Result<unknown>,
): Result<BridgeAnswers[Name]> {
  if (name === 'hello' && result.ok && readHello(result.value) === null) {
    return fail('bad-answer', 'The player answered its screen with something unusable.');
  }
  return result as Result<BridgeAnswers[Name]>;
}

function bridgeLost(): Result<never> {
  return fail('bridge-lost', 'The screen lost its connection to the player; it is connecting again.');
}
