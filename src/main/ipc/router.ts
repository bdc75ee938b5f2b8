/**
 * Serves the contract of `src/shared/ipc/contract.ts`: finds out who asks, checks what they send, strips from the answer
 * what the contract does not name, and turns every failure into an error that the window can show.
 */
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { AppError } from '../../shared/errors.ts';
import {
  type Answer,
  type RequestInput,
  type RequestName,
  type RequestOutput,
  requests,
} from '../../shared/ipc/contract.ts';
import type { WindowState } from '../../shared/state.ts';
import type { Log } from '../log/log.ts';
import { createTurns } from './turns.ts';

/** The window that asks. */
export interface Caller {
  readonly windowId: string;
  readonly kind: WindowState['kind'];
}

// biome-ignore lint/suspicious/noConfusingVoidType: a handler without an answer returns nothing at all
type Result<Output> = [Output] extends [undefined] ? void : Output;

/** One handler for each request; a request without a handler does not compile. */
export type Handlers = {
  readonly [Name in RequestName]: (
    input: RequestInput<Name>,
    caller: Caller,
  ) => Result<RequestOutput<Name>> | Promise<Result<RequestOutput<Name>>>;
};

export interface RouterOptions {
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  /** The window of ours whose main frame, showing our own page, sent the event; null for every other sender. */
  callerOf(event: IpcMainInvokeEvent): Caller | null;
  /** Whether requests that change something are served; they are not while the program is closing. */
  acceptsChanges(): boolean;
  readonly handlers: Handlers;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

/** The largest, the whole state, take a millisecond or two, and nothing of ours may hold the thread for ten. */
const MOST_IN_A_TURN = 4;

/** In characters: one fault that lists what would do must not take the room of the others. */
const LONGEST_FAULT = 200;

/** Registers one listener for each request of the contract. */
export function serveRequests(options: RouterOptions): void {
  const turn = createTurns(MOST_IN_A_TURN);
  for (const name of Object.keys(requests) as RequestName[]) {
    options.ipcMain.handle(name, async (event, input: unknown) => {
      await turn();
      return await answer(name, event, input, options);
    });
  }
}

async function answer(
  name: RequestName,
  event: IpcMainInvokeEvent,
  input: unknown,
  { callerOf, acceptsChanges, handlers, log }: RouterOptions,
): Promise<Answer<unknown>> {
  const caller = callerOf(event);
  if (!caller) {
    log.warn('ipc.sender-refused', { name });
    return refuse(new AppError('request_refused', { reason: 'sender', request: name }));
  }
  if (requests[name].changes && !acceptsChanges()) {
    return refuse(new AppError('request_refused', { reason: 'closing', request: name }));
  }
  const parsed = requests[name].input.safeParse(input);
  if (!parsed.success) {
    // Paths and rules only: what was sent may be a secret.
    const faults = parsed.error.issues.map(({ path, message }) =>
      `${path.join('.') || 'input'}: ${message}`.slice(0, LONGEST_FAULT),
    );
    log.warn('ipc.input-refused', { name, faults });
    return refuse(new AppError('request_invalid', { request: name, faults: faults.join('; ') }));
  }
  try {
    // The table pairs each name with the handler of the same name; TypeScript cannot see that across the loop.
    const handler = handlers[name] as (input: unknown, caller: Caller) => unknown;
    return { ok: true, value: requests[name].output.parse(await handler(parsed.data, caller)) };
  } catch (error) {
    if (error instanceof AppError) return refuse(error);
    log.error('ipc.failed', { name, error: error instanceof Error ? (error.stack ?? error.message) : 'unknown' });
    return refuse(new AppError('internal', { reason: 'request', request: name }));
  }
}

function refuse(error: AppError): Answer<never> {
  return { ok: false, error: error.toView() };
}
