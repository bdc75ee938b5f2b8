/**
 * Serves the contract of `src/shared/ipc/contract.ts`: checks who asks and what they send, strips from the answer what the
 * contract does not name, and turns every failure into an error that the window can show.
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
import type { Log } from '../log/log.ts';

// biome-ignore lint/suspicious/noConfusingVoidType: a handler without an answer returns nothing at all
type Result<Output> = [Output] extends [undefined] ? void : Output;

export type Handlers = {
  [Name in RequestName]: (
    input: RequestInput<Name>,
  ) => Result<RequestOutput<Name>> | Promise<Result<RequestOutput<Name>>>;
};

export type RouterOptions = {
  ipcMain: Pick<IpcMain, 'handle'>;
  /** Whether an event comes from the main frame of our window and from our own origin. */
  isTrustedSender(event: IpcMainInvokeEvent): boolean;
  handlers: Handlers;
  log: Pick<Log, 'error' | 'warn'>;
};

/** Registers one listener for each request of the contract. */
export function serveRequests({ ipcMain, isTrustedSender, handlers, log }: RouterOptions): void {
  for (const name of Object.keys(requests) as RequestName[]) {
    ipcMain.handle(name, async (event, input: unknown): Promise<Answer<unknown>> => {
      if (!isTrustedSender(event)) {
        log.warn('ipc.sender-refused', { name });
        return refuse(new AppError('request_refused', `"${name}" was asked by a page that may not ask.`));
      }
      const parsed = requests[name].input.safeParse(input);
      if (!parsed.success) {
        // Paths and rules only: what was sent may be a secret.
        const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`);
        log.warn('ipc.input-refused', { name, faults });
        return refuse(new AppError('request_invalid', `"${name}": ${faults.join('; ')}`));
      }
      try {
        // The table pairs each name with the handler of the same name; TypeScript cannot see that across the loop.
        const handler = handlers[name] as (input: unknown) => unknown;
        return { ok: true, value: requests[name].output.parse(await handler(parsed.data)) };
      } catch (error) {
        if (error instanceof AppError) return refuse(error);
        log.error('ipc.failed', { name, error: error instanceof Error ? (error.stack ?? error.message) : 'unknown' });
        return refuse(new AppError('internal', `"${name}" failed in an unexpected way.`));
      }
    });
  }
}

function refuse(error: AppError): Answer<never> {
  return { ok: false, error: error.toView() };
}
