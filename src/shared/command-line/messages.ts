/**
 * What a command line and the program that runs say to one another, over a socket of this computer: one JSON object a line.
 * Both sides parse what they are sent. A connection serves one command.
 */

import { AppErrorView } from '../error-view.ts';
import { z } from '../zod.ts';
import { exitCodes } from './exit-codes.ts';
import { ConsoleRequest } from './requests.ts';

/** Raised when what is said changes: a command line of another version is told so, and not misunderstood. */
export const PROTOCOL = 2;

/** In bytes. The longest are the file of an import, and the file of an export. */
export const LONGEST_MESSAGE = 2 * 1024 * 1024;

/** A key is a few thousand characters long. */
const LONGEST_ANSWER = 20_000;

/** What shows that a side has read the card, which only this person can. */
const Proof = z.string().max(128);

/** The first line. */
export const Hello = z.strictObject({
  kind: z.literal('hello'),
  protocol: z.int(),
  /** Of this connection alone. */
  nonce: z.string().min(16).max(128),
  proof: Proof,
});

export const ClientMessage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('run'),
    request: ConsoleRequest,
    /** Whether a person can type answers: both ends are a terminal. */
    isTerminal: z.boolean(),
  }),
  /** What the person typed; null where they did not. */
  z.strictObject({ kind: z.literal('answer'), value: z.string().max(LONGEST_ANSWER).nullable() }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

/** What the person has to type. The words stand in the texts, under `commandLine.asks`. */
export const Question = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('passphrase') }),
  z.object({ ask: z.literal('newPassphrase') }),
  z.object({ ask: z.literal('embedSecret'), name: z.string() }),
  z.object({ ask: z.literal('clientSecret'), name: z.string() }),
  z.object({ ask: z.literal('key'), name: z.string() }),
  /** The word that is to be typed, as it stands. */
  z.object({ ask: z.literal('reveal'), word: z.string() }),
  /** A change of a profile, in lines. */
  z.object({ ask: z.literal('change'), name: z.string(), lines: z.array(z.string()) }),
]);
export type Question = z.infer<typeof Question>;

/** What a person types before a token is shown. It is the name of the flag, in each language. */
export const REVEAL_WORD = 'reveal';

/** What goes on meanwhile. */
export const Note = z.discriminatedUnion('note', [
  z.object({ note: z.literal('browser'), connection: z.string() }),
  /** No browser could be opened: the address is for the person to open. */
  z.object({ note: z.literal('link'), link: z.string().max(20_000) }),
  /** A dialog of the program that runs waits for an answer. */
  z.object({ note: z.literal('askedInWindow') }),
  /** Somebody has started the program while a command runs alone. */
  z.object({ note: z.literal('opensAfter') }),
]);
export type Note = z.infer<typeof Note>;

export const ServerMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('welcome'), protocol: z.int(), proof: Proof }),
  z.object({ kind: z.literal('note'), note: Note }),
  z.object({ kind: z.literal('ask'), question: Question }),
  z.object({
    kind: z.literal('done'),
    ending: z.enum(Object.keys(exitCodes) as [keyof typeof exitCodes, ...(keyof typeof exitCodes)[]]),
    /** As `consoleResults` has it for the command. */
    result: z.unknown(),
  }),
  z.object({ kind: z.literal('failed'), error: AppErrorView }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;
