/** The way on from a proxy. */
import { connect, type Socket } from 'node:net';

/**
 * Leads what came to a proxy by CONNECT on to a port of this computer. One end that is gone takes the other with it.
 *
 * @returns the way on
 */
export function leadOn(socket: Socket, port: number): Socket {
  const onward = connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    onward.pipe(socket).pipe(onward);
  });
  socket.on('close', () => onward.destroy());
  onward.on('close', () => socket.destroy());
  return onward;
}
