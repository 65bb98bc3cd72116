import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCommandLine, usage } from './command-line.ts';
import type { CommandLine } from './command-line.ts';
import { controlCommands, startControlServer } from './control-server.ts';
import type { ControlServer } from './control-server.ts';
import { startSimulator } from './simulator.ts';
import type { Simulator } from './types.ts';

/** What the server takes for its hashes; tests take less. */
const serverBcryptCost = 12;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

interface MediaFile {
  name: string;
  bytes: Buffer;
}

async function readMedia(folder: string): Promise<MediaFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  const names = files.map(({ name }) => name).sort();
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
}

async function startControl(simulator: Simulator, port: number): Promise<ControlServer> {
  try {
    return await startControlServer(simulator, port);
  } catch (error) {
    await simulator.stop();
    throw error;
  }
}

async function run(options: CommandLine): Promise<void> {
  const { password, controlPort, mediaFolder } = options;
  const media = mediaFolder === null ? [] : await readMedia(mediaFolder);
  const simulator = await startSimulator({
    host: options.host,
    port: options.port,
    protocol: options.http ? 'http' : 'https',
    bcryptCost: serverBcryptCost,
    players: options.players.map((player) => ({ ...player, ...(password === null ? {} : { password }) })),
  });
  for (const { name, bytes } of media) simulator.addUpload(name, bytes);
  const items = media.map(({ name }) => simulator.itemFor(name));
  for (const { hostname } of options.players) simulator.setPlaylist(hostname, items);
  const control = controlPort === null ? null : await startControl(simulator, controlPort);

  print(`DigiServer (simulated) at ${simulator.origin}`);
  if (!options.http) print(`Certificate SHA-256 ${simulator.certificate.fingerprint256}`);
  for (const { hostname, code } of options.players) print(`Player ${hostname}, quick-connect code ${code}`);
  print(`Items in the playlist: ${items.length}`);
  if (control !== null) print(`Control at http://127.0.0.1:${control.port}`);

  const stop = (): void => {
    void Promise.all([simulator.stop(), control?.stop()]);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

async function main(): Promise<void> {
  let options: CommandLine | 'help';
  try {
    options = parseCommandLine(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  if (options === 'help') {
    print(
      `${usage}\nCommands of the control port:\n${controlCommands.map((name) => `  ${name}`).join('\n')}`,
    );
    return;
  }
  try {
    await run(options);
  } catch (error) {
    process.stderr.write(
      `The simulator could not start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
  }
}

await main();
