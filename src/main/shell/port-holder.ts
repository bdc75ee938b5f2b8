/** Which program listens at a port of this computer, as far as the system tells it to this person. */
export interface PortHolderOptions {
  readonly platform: NodeJS.Platform;
  /** Text of a file of the system. @throws what Node throws */
  read(path: string): Promise<string>;
  /** The names in a folder; none where it may not be read. */
  list(folder: string): Promise<readonly string[]>;
  /** Where a symbolic link leads; null where that may not be read. */
  linkOf(path: string): Promise<string | null>;
  /** What a program printed; null where it is not there, failed, or took too long. */
  run(file: string, parameters: readonly string[], signal: AbortSignal): Promise<string | null>;
  /** Where Windows has its own programs. */
  readonly windowsFolder: string;
}

/** @returns the name of the program; null where the system does not say, as of other accounts */
export function findPortHolder(options: PortHolderOptions, port: number, signal: AbortSignal): Promise<string | null> {
  if (options.platform === 'win32') return onWindows(options, port, signal);
  if (options.platform === 'darwin') return onMac(options, port, signal);
  return onLinux(options, port, signal);
}

/** The state of a socket that listens, in the tables of the kernel (`TCP_LISTEN` in net/tcp_states.h). */
const LISTENS = '0A';

/** Tables: https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt */
async function onLinux(options: PortHolderOptions, port: number, signal: AbortSignal): Promise<string | null> {
  const { read, list, linkOf } = options;
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => read(path).catch(() => '')));
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const sockets = new Set(
    tables
      .flatMap((table) => table.split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local = '', , state]) => local.endsWith(`:${wanted}`) && state === LISTENS)
      .map((fields) => `socket:[${fields[9]}]`),
  );
  if (sockets.size === 0) return null;
  for (const process of await list('/proc')) {
    if (!/^\d+$/.test(process)) continue;
    signal.throwIfAborted();
    const open = await list(`/proc/${process}/fd`);
    const targets = await Promise.all(open.map((name) => linkOf(`/proc/${process}/fd/${name}`)));
    if (!targets.some((target) => target !== null && sockets.has(target))) continue;
    const name = await read(`/proc/${process}/comm`).catch(() => '');
    return name.trim() || null;
  }
  return null;
}

async function onMac({ run }: PortHolderOptions, port: number, signal: AbortSignal): Promise<string | null> {
  const told = await run('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fc'], signal);
  return told?.match(/^c(.+)$/m)?.[1]?.trim() ?? null;
}

async function onWindows(options: PortHolderOptions, port: number, signal: AbortSignal): Promise<string | null> {
  const { run, windowsFolder } = options;
  const table = await run(`${windowsFolder}\\netstat.exe`, ['-ano'], signal);
  // The word for listening is in the language of the system; whoever listens has nobody at the other end.
  const line = table
    ?.split('\n')
    .map((one) => one.trim().split(/\s+/))
    .find(
      ([kind, local = '', far = '']) =>
        kind === 'TCP' && local.endsWith(`:${port}`) && /^(?:0\.0\.0\.0|\[::\]):0$/.test(far),
    );
  const id = line?.at(-1) ?? '';
  if (!/^\d+$/.test(id)) return null;
  const told = await run(`${windowsFolder}\\tasklist.exe`, ['/FI', `PID eq ${id}`, '/FO', 'CSV', '/NH'], signal);
  return told?.match(/^"([^"]+)"/)?.[1] ?? null;
}
