/** The side of the program that runs: takes commands of this person's command lines, each on a connection of its own. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import type { Ending } from '../../shared/command-line/exit-codes.ts';
import {
  ClientMessage,
  Hello,
  LONGEST_MESSAGE,
  type Note,
  PROTOCOL,
  type Question,
  type ServerMessage,
} from '../../shared/command-line/messages.ts';
import type { ConsoleRequest } from '../../shared/command-line/requests.ts';
import { AppError, type AppErrorView } from '../../shared/errors.ts';
import type { Timers } from '../async/timers.ts';
import { type Lines, overLines } from './lines.ts';
import {
  type Card,
  makeFolder,
  type PlaceOptions,
  removeCard,
  removeStale,
  socketAddress,
  writeCard,
} from './place.ts';
import { isProof, proofOf } from './proof.ts';

/** Who asked for a command, as far as it can be asked something and told what goes on. */
export interface ConsolePeer {
  /** Whether a person can type there. It is what the other side says, and no proof. */
  readonly isTerminal: boolean;
  /** What the person types; null where they do not, or are gone. */
  ask(question: Question): Promise<string | null>;
  note(note: Note): void;
  /** Aborted when they are gone. */
  readonly signal: AbortSignal;
}

export interface Outcome {
  readonly ending: Ending;
  readonly result: unknown;
}

export interface ServeOptions extends PlaceOptions, Timers {
  /** Does a command. @throws AppError */
  run(request: ConsoleRequest, peer: ConsolePeer): Promise<Outcome>;
  /** Turns what a command threw into words for another process. */
  errorOf(error: unknown): AppErrorView;
  /** A peer was sent away: why, as a word for the log. */
  onRefused?(reason: 'crowd' | 'hello' | 'secret' | 'message' | 'late'): void;
  /** How many connections there may be at a time. */
  readonly most?: number;
}

export interface SocketServer {
  /** How many commands are under way. */
  running(): number;
  /** Resolves when no command is under way. */
  idle(): Promise<void>;
  /** Takes no more, and ends those under way. */
  close(): Promise<void>;
}

const MOST_CONNECTIONS = 8;
/** So long somebody who connects may take to say who they are and what they want, in milliseconds. */
export const HELLO_LIMIT_MS = 5_000;
const SECRET_BYTES = 32;

/** @throws UnsafePlace, or what the operating system says */
export async function serveCommands(options: ServeOptions): Promise<SocketServer> {
  const { dataFolder, platform, uid, most = MOST_CONNECTIONS } = options;
  await makeFolder(options);
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const address = socketAddress(options, randomBytes(16).toString('hex'));
  if (platform !== 'win32') await removeStale(address, uid);
  const open = new Set<Socket>();
  const commands = new Set<Promise<void>>();
  const server = createServer((socket) => {
    if (open.size >= most) {
      options.onRefused?.('crowd');
      socket.destroy();
      return;
    }
    open.add(socket);
    // One that breaks off is closed as well; there is nobody to tell.
    socket.on('error', () => undefined);
    socket.on('close', () => void open.delete(socket));
    takeCommand(socket, secret, options, (command) => {
      commands.add(command);
      void command.finally(() => commands.delete(command));
    });
  });
  await listen(server, address);
  const card: Card = { protocol: PROTOCOL, address, secret, pid: process.pid };
  try {
    if (platform !== 'win32') await chmod(address, 0o600);
    await writeCard(dataFolder, card);
  } catch (error) {
    // Nobody could find it, and nobody would close it.
    server.close();
    throw error;
  }

  return {
    running: () => commands.size,
    async idle() {
      while (commands.size > 0) await Promise.all(commands);
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await removeCard(dataFolder, card);
      await closed;
    },
  };
}

async function listen(server: Server, address: string): Promise<void> {
  const failed = once(server, 'error').then(([error]) => {
    throw error;
  });
  server.listen(address);
  await Promise.race([once(server, 'listening'), failed]);
  // Whoever cannot be taken in now (too many open files) may be later.
  server.on('error', () => undefined);
}

/** What a connection waits for. */
type Stage = 'hello' | 'run' | 'answers';

function takeCommand(
  socket: Socket,
  secret: string,
  options: ServeOptions,
  onCommand: (command: Promise<void>) => void,
): void {
  let stage: Stage = 'hello';
  const gone = new AbortController();
  /** Who waits for what the person types. */
  let answered: ((value: string | null) => void) | null = null;

  function refuse(reason: Parameters<NonNullable<ServeOptions['onRefused']>>[0]): void {
    options.onRefused?.(reason);
    socket.destroy();
  }
  // Who connects and says nothing would take the place of others.
  const stopTimer = options.setTimer(() => refuse('late'), HELLO_LIMIT_MS);
  socket.on('close', () => {
    stopTimer();
    gone.abort(new AppError('sign_in_cancelled', { reason: 'byPerson' }));
    answered?.(null);
  });

  const tell = (message: ServerMessage): void => lines.send(message);
  const lines: Lines = overLines(socket, {
    longest: LONGEST_MESSAGE,
    onFault: () => refuse('message'),
    onMessage(said) {
      if (stage === 'hello') return greet(said);
      const { data: message } = ClientMessage.safeParse(said);
      if (message?.kind === 'run' && stage === 'run') begin(message.request, message.isTerminal);
      else if (message?.kind === 'answer' && answered) answered(message.value);
      else refuse('message');
    },
  });

  function greet(said: unknown): void {
    const { data: hello } = Hello.safeParse(said);
    if (!hello) refuse('hello');
    else if (!isProof(hello.proof, 'command line', secret, hello.nonce)) refuse('secret');
    else {
      stage = 'run';
      tell({ kind: 'welcome', protocol: PROTOCOL, proof: proofOf('program', secret, hello.nonce) });
    }
  }

  function begin(request: ConsoleRequest, isTerminal: boolean): void {
    stage = 'answers';
    stopTimer();
    const peer: ConsolePeer = {
      isTerminal,
      signal: gone.signal,
      note: (note) => tell({ kind: 'note', note }),
      ask(question) {
        if (gone.signal.aborted) return Promise.resolve(null);
        return new Promise((resolve) => {
          answered = (value) => {
            answered = null;
            resolve(value);
          };
          tell({ kind: 'ask', question });
        });
      },
    };
    onCommand(
      options
        .run(request, peer)
        .then(
          (outcome) => tell({ kind: 'done', ...outcome }),
          (error: unknown) => tell({ kind: 'failed', error: options.errorOf(error) }),
        )
        .finally(() => socket.end()),
    );
  }
}
