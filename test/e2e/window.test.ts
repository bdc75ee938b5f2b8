/** A script that got into our own window reaches nobody, not even by the ways that no policy of a page covers. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openWorkbench, type Workbench } from '../support/driver/workbench.ts';

let bench: Workbench;
afterEach(() => bench.close());

/** Listens for both kinds of traffic, and tells what came. */
async function startCatcher() {
  const heard: string[] = [];
  const server = createServer((socket) => {
    heard.push('tcp');
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const datagrams = createSocket('udp4').bind(port, '127.0.0.1');
  datagrams.on('message', () => heard.push('udp'));
  await once(datagrams, 'listening');
  return {
    port,
    heard,
    stop() {
      server.close();
      datagrams.close();
    },
  };
}

/** Runs in the window: looks for a way to a peer, by both kinds of server and from a frame of its own too. */
async function callOut(port: number): Promise<number> {
  const host = `127.0.0.1:${port}`;
  const login = { username: 'data', credential: 'data' };
  const iceServers = [
    { urls: `stun:${host}` },
    { urls: `turn:${host}?transport=udp`, ...login },
    { urls: `turn:${host}?transport=tcp`, ...login },
  ];
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const inFrame = (frame.contentWindow as (Window & { RTCPeerConnection?: typeof RTCPeerConnection }) | null)
    ?.RTCPeerConnection;
  const kinds = [RTCPeerConnection, ...(inFrame ? [inFrame] : [])];
  await Promise.all(
    kinds.map(async (Connection) => {
      const connection = new Connection({ iceServers });
      connection.createDataChannel('data');
      const gathered = new Promise<void>((resolve) => {
        connection.addEventListener('icegatheringstatechange', () => {
          if (connection.iceGatheringState === 'complete') resolve();
        });
      });
      await connection.setLocalDescription(await connection.createOffer());
      await gathered;
      connection.close();
    }),
  );
  frame.remove();
  return kinds.length;
}

test('a script in our own window reaches nobody by a call', async () => {
  bench = await openWorkbench();
  const app = await bench.launch();
  const catcher = await startCatcher();
  try {
    expect(await app.window.evaluate(callOut, catcher.port)).toBe(2);
    expect(catcher.heard).toEqual([]);
  } finally {
    catcher.stop();
  }
});
