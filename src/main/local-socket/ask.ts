/** The side of a command line: finds the program that runs, asks it for a command, and passes on what it asks back. */
import { connect, type Socket } from 'node:net';
import type { Ending } from '../../shared/command-line/exit-codes.ts';
import {
  LONGEST_MESSAGE,
  type Note,
  PROTOCOL,
  type Question,
  ServerMessage,
} from '../../shared/command-line/messages.ts';
import type { ConsoleRequest } from '../../shared/command-line/requests.ts';
import { type AppErrorView, systemCodeOf } from '../../shared/errors.ts';
import type { Timers } from '../async/timers.ts';
import { type Lines, overLines } from './lines.ts';
import { type Card, type PlaceFault, type PlaceOptions, readCard, requireOwnSocket, UnsafePlace } from './place.ts';
import { isProof, newNonce, proofOf } from './proof.ts';

export interface AskOptions extends PlaceOptions, Timers {
  readonly isTerminal: boolean;
  /** Ends the command. */
  readonly signal: AbortSignal;
  /** @param signal aborted when nobody waits for the answer any more, as after an end of the other side */
  answer(question: Question, signal: AbortSignal): Promise<string | null>;
  onNote(note: Note): void;
}

/**
 * - `absent`: nothing listens. - `cancelled`: the person wants no more of it. - `unsafe`: others could be listening, or are. - `silent`: it does not answer. - `version`: it
 *   speaks otherwise. - `turnedAway`: it has no place just now, or is ending; nothing was asked of it. - `lost`: it ended on the way.
 */
export type Asked =
  | { readonly kind: 'done'; readonly ending: Ending; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: AppErrorView }
  | { readonly kind: 'absent' | 'cancelled' | 'silent' | 'version' | 'turnedAway' | 'lost' }
  | { readonly kind: 'unsafe'; readonly fault: PlaceFault };

/** So long a program that runs may take for its first word, in milliseconds. */
export const WELCOME_LIMIT_MS = 5_000;

/** Never rejects for what is outside; what `answer` throws is thrown. */
export async function askRunning(request: ConsoleRequest, options: AskOptions): Promise<Asked> {
  try {
    const card = await readCard(options);
    if (!card) return { kind: 'absent' };
    if (card.protocol !== PROTOCOL) return { kind: 'version' };
    await requireOwnSocket(card.address, options);
    const socket = await connected(card.address);
    return await converse(socket, card, request, options);
  } catch (error) {
    if (error instanceof UnsafePlace) return { kind: 'unsafe', fault: error.fault };
    if (nobody.has(systemCodeOf(error))) return { kind: 'absent' };
    if (full.has(systemCodeOf(error))) return { kind: 'turnedAway' };
    throw error;
  }
}

/** What a socket that somebody left behind answers. */
const nobody: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ENOTDIR', 'EPIPE']);
/** What a socket answers that many wait at, or that closes just now. */
const full: ReadonlySet<string> = new Set(['EAGAIN', 'EBUSY', 'ECONNRESET']);

function connected(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

function converse(socket: Socket, card: Card, request: ConsoleRequest, options: AskOptions): Promise<Asked> {
  const { isTerminal, answer, onNote, setTimer } = options;
  return new Promise((resolve, reject) => {
    let isWelcome = false;
    const nonce = newNonce();
    const over = new AbortController();
    const stopTimer = setTimer(() => settle({ kind: 'silent' }), WELCOME_LIMIT_MS);
    function settle(asked: Asked): void {
      stopTimer();
      over.abort();
      resolve(asked);
      socket.destroy();
    }
    const lines: Lines = overLines(socket, {
      longest: LONGEST_MESSAGE,
      onFault: () => settle({ kind: 'version' }),
      onMessage(said) {
        const { data: message } = ServerMessage.safeParse(said);
        if (!message) return settle({ kind: 'version' });
        take(message);
      },
    });
    function take(message: ServerMessage): void {
      if (message.kind === 'welcome') {
        stopTimer();
        if (message.protocol !== PROTOCOL || isWelcome) settle({ kind: 'version' });
        else if (!isProof(message.proof, 'program', card.secret, nonce)) settle({ kind: 'unsafe', fault: 'owner' });
        else {
          isWelcome = true;
          lines.send({ kind: 'run', request, isTerminal });
        }
      } else if (!isWelcome) {
        // Nobody is told anything, or answered, who has not shown who they are.
        settle({ kind: 'version' });
      } else if (message.kind === 'note') onNote(message.note);
      else if (message.kind === 'ask') {
        answer(message.question, over.signal).then(
          (value) => lines.send({ kind: 'answer', value }),
          (error: unknown) => {
            reject(error);
            socket.destroy();
          },
        );
      } else if (message.kind === 'done') settle({ kind: 'done', ending: message.ending, result: message.result });
      else settle({ kind: 'failed', error: message.error });
    }
    socket.on('error', () => undefined);
    const cancel = () => settle({ kind: 'cancelled' });
    if (options.signal.aborted) cancel();
    options.signal.addEventListener('abort', cancel, { once: true });
    socket.on('close', () => settle({ kind: isWelcome ? 'lost' : 'turnedAway' }));
    lines.send({ kind: 'hello', protocol: PROTOCOL, nonce, proof: proofOf('command line', card.secret, nonce) });
  });
}
