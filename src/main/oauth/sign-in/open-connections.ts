/** The open connections of the loopback listener. There is a limit to them, since any web page can open some. */
import type { Socket } from 'node:net';

/** Beyond this the oldest connection makes way: refusing the newest would let a page that opens idle ones shut us. */
const MAX_CONNECTIONS = 128;

export interface OpenConnections {
  add(socket: Socket): void;
  /** Ends all connections except these. Answers that were already handed to the system still go out. */
  endAllBut(kept: ReadonlySet<Socket>): void;
}

/** @param isWaiting whether a connection has shown the state and waits for the result page, so that it has to stay */
export function createOpenConnections(isWaiting: (socket: Socket) => boolean): OpenConnections {
  /** In the order in which they came. */
  const sockets = new Set<Socket>();

  function makeRoom(): void {
    for (const socket of sockets) {
      if (isWaiting(socket)) continue;
      sockets.delete(socket);
      socket.destroy();
      return;
    }
  }

  return {
    add(socket) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      if (sockets.size > MAX_CONNECTIONS) makeRoom();
    },
    endAllBut(kept) {
      for (const socket of sockets) {
        if (kept.has(socket)) continue;
        if (socket.writableLength > 0) socket.destroySoon();
        else socket.destroy();
      }
    },
  };
}
