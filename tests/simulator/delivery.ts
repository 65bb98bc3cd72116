import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { errorAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { SpoilingEffect } from './faults.ts';

/** What goes over the wire in the end: an answer as it is, or as a fault spoils it. */
export interface DeliveryPlan {
  /** Null: the connection breaks before the head. */
  head: { status: number; headers: Readonly<Record<string, string>> } | null;
  body: Buffer;
  /**
   * After the body: `end` properly, `close` the connection, `reset` it, `hold` it open in silence,
   * or repeat the body (`flood`).
   */
  ending: 'end' | 'close' | 'reset' | 'hold' | 'flood';
}

function wholePlan({ status, headers, body }: Answer): DeliveryPlan {
  // RFC 9110, 8.6: these two carry no length.
  const sized = status === 204 || status === 304 ? {} : { 'Content-Length': String(body.length) };
  return { head: { status, headers: { ...headers, ...sized } }, body, ending: 'end' };
}

/** The plan's body cut after so many bytes, still under the whole body's Content-Length. */
function cutPlan(answer: Answer, afterBytes: number, ending: 'close' | 'reset' | 'hold'): DeliveryPlan {
  // An answer without a body could not be seen to be cut: it promises one byte that never comes.
  const promised = String(Math.max(1, answer.body.length));
  const headers = { ...answer.headers, 'Content-Length': promised };
  return {
    head: { status: answer.status, headers },
    body: answer.body.subarray(0, afterBytes),
    ending,
  };
}

function corrupted(body: Buffer): Buffer {
  const copy = Buffer.from(body);
  const middle = Math.floor(copy.length / 2);
  if (copy.length > 0) copy.writeUInt8(copy.readUInt8(middle) ^ 0xff, middle);
  return copy;
}

function statusAnswer(effect: Extract<SpoilingEffect, { kind: 'status' }>): Answer {
  const { status, body, headers = {} } = effect;
  const plain = errorAnswer(status, `Simulated ${String(status)}`, headers);
  if (body === undefined) return plain;
  return { ...plain, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
}

/** Whether the fault strikes before the server has done anything: then nothing is stored or counted either. */
export function strikesBeforeServer(effect: SpoilingEffect | null): boolean {
  switch (effect?.kind) {
    case 'status':
    case 'garbage-json':
    case 'redirect':
      return true;
    case 'reset':
      return effect.afterBytes === undefined;
    default:
      return false;
  }
}

/** Decides what is sent for an answer under a fault. */
export function planDelivery(answer: Answer, effect: SpoilingEffect | null): DeliveryPlan {
  if (effect === null) return wholePlan(answer);
  const half = Math.floor(answer.body.length / 2);
  switch (effect.kind) {
    case 'status':
      return wholePlan(statusAnswer(effect));
    case 'garbage-json': {
      const body = Buffer.from(effect.body ?? '<html>It works!</html>');
      return wholePlan({ status: 200, headers: { 'Content-Type': 'application/json' }, body });
    }
    case 'redirect':
      return wholePlan({
        status: effect.status ?? 307,
        headers: { Location: effect.location },
        body: Buffer.alloc(0),
      });
    case 'corrupt':
      return wholePlan({ ...answer, body: corrupted(answer.body) });
    case 'reset':
      if (effect.afterBytes === undefined) return { head: null, body: Buffer.alloc(0), ending: 'reset' };
      return cutPlan(answer, effect.afterBytes, 'reset');
    case 'truncate':
      return cutPlan(answer, effect.afterBytes ?? half, 'close');
    case 'wrong-length': {
      const headers = { ...answer.headers, 'Content-Length': String(effect.declaredBytes) };
      return { head: { status: answer.status, headers }, body: answer.body, ending: 'close' };
    }
    case 'never-end':
      if (effect.mode !== 'flood') return cutPlan(answer, half, 'hold');
      return {
        head: { status: answer.status, headers: answer.headers },
        body: answer.body.length > 0 ? answer.body : Buffer.alloc(1024, ' '),
        ending: 'flood',
      };
  }
}

export interface DeliveryOptions {
  /** Added to every head. */
  headers: Readonly<Record<string, string>>;
  bytesPerSecond: number | null;
  onHead: (status: number) => void;
  onBytes: (count: number) => void;
  /** Breaks the connection with a TCP RST. */
  resetConnection: () => void;
}

const chunkBytes = 64 * 1024;
const throttleTickMs = 50;

const isGone = (response: ServerResponse): boolean => response.closed || response.destroyed;

/** Resolves when the chunk has left for the kernel, or the connection is gone. */
function write(response: ServerResponse, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      response.off('close', finish);
      resolve();
    };
    response.once('close', finish);
    response.write(chunk, finish);
  });
}

async function writeBody(response: ServerResponse, body: Buffer, options: DeliveryOptions): Promise<void> {
  const { bytesPerSecond, onBytes } = options;
  const size =
    bytesPerSecond === null ? chunkBytes : Math.max(1, Math.round((bytesPerSecond * throttleTickMs) / 1000));
  for (let offset = 0; offset < body.length && !isGone(response); offset += size) {
    const chunk = body.subarray(offset, offset + size);
    await write(response, chunk);
    if (isGone(response)) return;
    onBytes(chunk.length);
    if (bytesPerSecond !== null) await delay(throttleTickMs);
  }
}

/** Sends a plan; resolves when it is done or the connection is gone. */
export async function deliver(
  response: ServerResponse,
  plan: DeliveryPlan,
  options: DeliveryOptions,
): Promise<void> {
  if (isGone(response)) return;
  if (plan.head === null) {
    options.resetConnection();
    return;
  }
  response.sendDate = false;
  if (plan.ending === 'close') response.shouldKeepAlive = false;
  response.writeHead(plan.head.status, { ...options.headers, ...plan.head.headers });
  response.flushHeaders();
  options.onHead(plan.head.status);
  if (response.req.method !== 'HEAD') {
    do {
      await writeBody(response, plan.body, options);
    } while (plan.ending === 'flood' && !isGone(response));
  }
  await finish(response, plan.ending, options);
}

async function finish(
  response: ServerResponse,
  ending: DeliveryPlan['ending'],
  options: DeliveryOptions,
): Promise<void> {
  if (isGone(response)) return;
  switch (ending) {
    case 'end':
      response.end();
      break;
    case 'close':
      response.socket?.end();
      break;
    case 'reset':
      options.resetConnection();
      return;
    case 'hold':
    case 'flood':
      break;
  }
  await once(response, 'close');
}
