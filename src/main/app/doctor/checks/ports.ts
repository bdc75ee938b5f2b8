/** Whether the ports at which the browser brings the answer are free, on every address that a browser may try. */
import { createServer } from 'node:http';
import { type CheckFinding, finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { plainText } from '../../../log/plain-text.ts';
import { addressesOf, bindFirstFree } from '../../../oauth/sign-in/loopback-port.ts';
import { type ConnectionCheck, doubtful, failedWith, right, unknown } from '../check.ts';
import { isInteractive } from '../subject.ts';

export const ports: ConnectionCheck = {
  id: 'ports',
  about: 'connection',
  concerns: isInteractive,
  run: ({ connection, whole }, { portTurns, isSigningIn, listensAt, network }, signal) =>
    portTurns('port', async () => {
      // A form that a window fills in is not to learn which programs there are.
      const programAt = (port: number) => (whole.isOfDoctor && network?.programAt?.(port, signal)) || null;
      const looks: Look[] = [];
      for (const url of connection.redirectUris) {
        signal.throwIfAborted();
        // It would lose the port that it is about to take.
        if (isSigningIn()) break;
        looks.push(await lookAt(url, listensAt(), programAt));
      }
      // One that began meanwhile may be what was found.
      if (isSigningIn()) return unknown(finding('sign_in_under_way'));
      // The taken ones first: they are what is to be told.
      const seen = looks.toSorted((a, b) => Number(a.isFree) - Number(b.isFree)).flatMap(({ seen }) => seen);
      const isFree = looks.some((look) => look.isFree);
      if (looks.every((look) => look.isFree)) return right(...seen);
      if (isFree) return doubtful('person', ...seen);
      const taken = [...new Set(connection.redirectUris.map((uri) => new URL(uri).port))].join(', ');
      return failedWith(new AppError('redirect_ports_busy', { reason: 'allTaken', ports: taken }), null, ...seen);
    }),
};

interface Look {
  readonly isFree: boolean;
  readonly seen: readonly CheckFinding[];
}

async function lookAt(
  url: string,
  ours: string | null,
  programAt: (port: number) => Promise<string | null> | null,
): Promise<Look> {
  const { hostname, port } = new URL(url);
  if (ours !== null && new URL(ours).port === port) return { isFree: true, seen: [finding('port_ours', { port })] };
  if (await isFree(url)) return { isFree: true, seen: [finding('port_free', { port })] };
  const addresses: string[] = [];
  for (const address of addressesOf[hostname] ?? []) {
    const host = address.includes(':') ? `[${address}]` : address;
    // An address that this computer does not have is not taken.
    const isThere = await isFree(`http://${host}:0/`);
    if (isThere && !(await isFree(`http://${host}:${port}/`))) addresses.push(address);
  }
  const program = await programAt(Number(port));
  const told = program === null ? [] : [finding('port_program', { port, program: plainText(program, 100) })];
  return { isFree: false, seen: [...told, finding('port_taken', { port, url, addresses })] };
}

/** As a sign-in takes it, and given back at once. */
async function isFree(url: string): Promise<boolean> {
  try {
    const { servers } = await bindFirstFree([url], () => createServer((_request, response) => response.destroy()));
    await Promise.all(
      servers.map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
