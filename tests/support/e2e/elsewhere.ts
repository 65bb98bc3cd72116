import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host that content may want to reach and must not. */
export interface Elsewhere {
  readonly origin: string;
  /** The paths that it was asked for. */
  readonly asked: readonly string[];
  stop(): void;
}

/** Starts it on this machine. */
export async function startElsewhere(): Promise<Elsewhere> {
  const asked: string[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => {
      server.close();
    },
  };
}
