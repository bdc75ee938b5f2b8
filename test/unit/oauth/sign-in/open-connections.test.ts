import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createOpenConnections } from '../../../../src/main/oauth/sign-in/open-connections.ts';

const LIMIT = 128;

/** A socket that remembers how it was ended; like a real one it tells of its end in a later turn. */
function fakeSocket(writableLength = 0) {
  const emitter = new EventEmitter();
  const state = { ended: null as 'at once' | 'after its answer' | null };
  const socket = Object.assign(emitter, {
    writableLength,
    destroy: () => {
      state.ended = 'at once';
    },
    destroySoon: () => {
      state.ended = 'after its answer';
    },
  }) as unknown as Socket;
  return { socket, state, close: () => emitter.emit('close') };
}

function open(count: number, isWaiting: (socket: Socket) => boolean = () => false) {
  const connections = createOpenConnections(isWaiting);
  const sockets = Array.from({ length: count }, () => fakeSocket());
  for (const { socket } of sockets) connections.add(socket);
  const ended = () => sockets.flatMap(({ state }, index) => (state.ended === null ? [] : [index]));
  return { connections, sockets, ended };
}

describe('connections to the loopback listener', () => {
  test('all stay up to the limit', () => {
    expect(open(LIMIT).ended()).toEqual([]);
  });

  test('make way beyond it, the oldest first', () => {
    expect(open(LIMIT + 3).ended()).toEqual([0, 1, 2]);
  });

  test('that wait for the page stay, and the next oldest make way', () => {
    const waiting = new Set<Socket>();
    const { connections, sockets, ended } = open(LIMIT, (socket) => waiting.has(socket));
    for (const index of [0, 2]) {
      const socket = sockets[index]?.socket;
      if (socket) waiting.add(socket);
    }
    for (let more = 0; more < 2; more += 1) connections.add(fakeSocket().socket);
    expect(ended()).toEqual([1, 3]);
  });

  test('that closed by themselves leave room', () => {
    const { connections, sockets, ended } = open(LIMIT);
    sockets[5]?.close();
    connections.add(fakeSocket().socket);
    expect(ended()).toEqual([]);
    connections.add(fakeSocket().socket);
    expect(ended()).toEqual([0]);
  });

  test('end with the listener, but for those that are still to be answered', () => {
    const connections = createOpenConnections(() => false);
    const kept = fakeSocket();
    const idle = fakeSocket();
    const answering = fakeSocket(12);
    for (const { socket } of [kept, idle, answering]) connections.add(socket);
    connections.endAllBut(new Set([kept.socket]));
    expect([kept, idle, answering].map(({ state }) => state.ended)).toEqual([null, 'at once', 'after its answer']);
  });
});
