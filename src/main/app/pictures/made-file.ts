/** A file that is made here, and not received: it goes among the downloads as any other one. */
import { type AppError, asAppError } from '../../../shared/errors.ts';
import type { ReceivedItem } from '../downloads/download-parts.ts';

export interface MadeFileOptions {
  readonly mimeType: string;
  /** @throws AppError; whatever it throws once it was given up counts for nothing */
  make(signal: AbortSignal): Promise<Uint8Array>;
  write(path: string, content: Uint8Array): Promise<void>;
}

type Ends = 'completed' | 'cancelled' | 'interrupted';

/** It begins to be made as soon as it is known where it is to be. */
export function createMadeFile({ mimeType, make, write }: MadeFileOptions): ReceivedItem {
  const given = new AbortController();
  let bytes = 0;
  let failure: AppError | null = null;
  let isOver = false;
  const listeners: ((event: unknown, state: Ends) => void)[] = [];

  function end(state: Ends): void {
    if (isOver) return;
    isOver = true;
    for (const listener of listeners) listener(undefined, state);
  }

  async function run(path: string): Promise<void> {
    try {
      const content = await make(given.signal);
      if (given.signal.aborted) return;
      try {
        await write(path, content);
      } catch {
        // Why is found out where it is found out for all files.
        return end('interrupted');
      }
      bytes = content.length;
      end(given.signal.aborted ? 'cancelled' : 'completed');
    } catch (error) {
      failure = asAppError(error, 'command');
      end('interrupted');
    }
  }

  return {
    isMade: true,
    failure: () => failure,
    // The workbook and the day are its whole name.
    getFilename: () => '',
    getMimeType: () => mimeType,
    getReceivedBytes: () => bytes,
    getTotalBytes: () => 0,
    isPaused: () => false,
    canResume: () => false,
    pause: () => undefined,
    resume: () => undefined,
    cancel() {
      given.abort();
      end('cancelled');
    },
    // Whoever begins it listens by the time in which it is made.
    setSavePath: (path) => queueMicrotask(() => void run(path)),
    on: () => undefined,
    once: (_event, listener) => listeners.push(listener),
  };
}
