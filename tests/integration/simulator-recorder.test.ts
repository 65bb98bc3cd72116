import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect } from 'node:tls';
import type { SecureVersion } from 'node:tls';
import axios from 'axios';
import { afterEach, expect, it } from 'vitest';
import { makeCertificate } from '../simulator/certificate.ts';
import { cannedResponse, startProxyRecorder, startRecorder } from '../simulator/recorder.ts';
import type { Recorder, RecorderOptions } from '../simulator/types.ts';
import { call } from '../support/simulator-support.ts';

const certificate = makeCertificate();
const recorders: Recorder[] = [];
afterEach(async () => {
  await Promise.all(recorders.splice(0).map((recorder) => recorder.stop()));
});
const start = async (options: RecorderOptions = { certificate }): Promise<Recorder> => {
  const recorder = await startRecorder(options);
  recorders.push(recorder);
  return recorder;
};

it.each<SecureVersion>(['TLSv1.2', 'TLSv1.3'])('hears 0 bytes from who refuses it (%s)', async (version) => {
  const recorder = await start({ certificate, minVersion: version, maxVersion: version });
  const socket = connect({ host: recorder.host, port: recorder.port });
  socket.write('Authorization: Bearer secret');
  await once(socket, 'error');
  await recorder.waitFor(({ closedConnections }) => closedConnections === 1);
  expect(recorder).toMatchObject({ connections: 1, bytesReceived: 0 });
});

it('hears every byte from who accepts it', async () => {
  const recorder = await start();
  const socket = connect({ host: recorder.host, port: recorder.port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  expect(socket.getPeerX509Certificate()?.fingerprint256).toBe(certificate.fingerprint256);
  socket.write('Authorization: Bearer secret');
  await recorder.waitFor(({ bytesReceived }) => bytesReceived === 28);
  expect(recorder.received.toString()).toBe('Authorization: Bearer secret');
  expect(recorder).toMatchObject({ connections: 1, handshakes: 1, closedConnections: 0 });
  socket.destroy();
});

it('answers with what it was given', async () => {
  const answer = cannedResponse(307, { Location: 'https://elsewhere.example/' }, 'gone');
  const recorder = await start({ certificate, answer });
  const reply = await call(`${recorder.origin}/api/health`);
  expect(reply.status).toBe(307);
  expect(reply.headers.location).toBe('https://elsewhere.example/');
  expect(reply.body.toString()).toBe('gone');
  expect(recorder.received.toString()).toContain('GET /api/health HTTP/1.1\r\n');
});

it('stands in for a proxy, and would hear a client that uses one', async () => {
  const recorder = await startProxyRecorder();
  recorders.push(recorder);
  const proxy = { host: recorder.host, port: recorder.port, protocol: 'http' };
  await expect(axios.get('https://digiserver.example/', { proxy })).rejects.toThrow();
  expect(recorder.connections).toBeGreaterThan(0);
  expect(recorder.received.toString()).toContain('digiserver.example');
});

it('speaks plain TCP, and gives up waiting', async () => {
  const recorder = await start({});
  const socket = connectTcp(recorder.port, recorder.host);
  socket.write('hello');
  await recorder.waitFor(({ bytesReceived }) => bytesReceived === 5);
  await expect(recorder.waitFor(({ connections }) => connections > 1, 20)).rejects.toThrow(
    'Nothing after 20 ms: 1 connections (0 closed), 1 handshakes, 5 bytes',
  );
  socket.destroy();
});
