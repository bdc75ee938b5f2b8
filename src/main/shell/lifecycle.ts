/**
 * The life of the program: starting, running, closing, closed. A feature with something to finish joins in the
 * closing; a start that comes while the program closes is answered by a new start afterwards.
 */
import type { App } from 'electron';
import { waitAtMost } from '../async/wait-at-most.ts';
import { type LaunchRequest, restartArguments } from './launch.ts';

export type LifecyclePhase = 'starting' | 'running' | 'closing' | 'closed';

export interface LifecycleOptions {
  readonly app: Pick<App, 'on' | 'quit' | 'relaunch'>;
  /** What a new start runs, where that is not the program that runs: the file of an AppImage, which may be a newer one by then. */
  readonly executable?: string;
  /** `process.argv`. */
  readonly argv: readonly string[];
  readonly platform: NodeJS.Platform;
  /** Told of a task of the closing that failed; the closing goes on. */
  onTaskFailed(error: unknown): void;
}

export interface Lifecycle {
  phase(): LifecyclePhase;
  /** Whether the end has begun: what comes now comes too late for this run. */
  isEnding(): boolean;
  /** The program has started. */
  running(): void;
  /** Something to finish before the program ends; it sets a limit to its time itself. */
  onClosing(task: () => void | Promise<void>): void;
  /**
   * Something to do at once when all is finished, and before the last lines of the log: nothing of the program runs any more
   * by then. It is left out when the person's session at the computer ends, which waits for nobody.
   */
  onEnd(task: () => void): void;
  /** Something for the very end, when all other tasks are done, such as the last lines of the log. */
  onClosed(task: () => void | Promise<void>): void;
  /**
   * The person's session at the computer ends: shutting down, restarting, logging out. Unlike a person's quit it must
   * not be held up, so what is not finished within two seconds is left, also of a closing that is under way already.
   */
  endOfSession(): void;
  /**
   * Asks for a new start after this one has ended: one for all requests, however often it is asked. There is none when the
   * person's session at the computer ends.
   */
  restart(requests: readonly LaunchRequest[]): void;
}

/** So long the very end may take, in milliseconds. */
const LAST_LINES_LIMIT_MS = 2_000;
/** So long everything may take when the session ends, with the last lines once as long again at the most. */
const SESSION_END_LIMIT_MS = 2_000;

/** Follows the program to its end: Electron's `will-quit` is held until every task is done. */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const { app, argv, executable, platform, onTaskFailed } = options;
  const tasks: (() => void | Promise<void>)[] = [];
  const endTasks: (() => void)[] = [];
  const lastTasks: (() => void | Promise<void>)[] = [];
  let phase: LifecyclePhase = 'starting';
  /** What the starts ask for that come too late for this run; null while none came. */
  let asked: LaunchRequest[] | null = null;
  let isSessionEnding = false;
  let hurry: () => void = () => undefined;
  const hurried = new Promise<void>((resolve) => {
    hurry = resolve;
  }).then(() => waitAtMost(SESSION_END_LIMIT_MS, new Promise(() => undefined)));

  const run = async (task: () => void | Promise<void>): Promise<void> => {
    try {
      await task();
    } catch (error) {
      onTaskFailed(error);
    }
  };

  /** Asked again while it is closing, it goes on closing. */
  function begin(): void {
    if (phase === 'closing' || phase === 'closed') return;
    phase = 'closing';
    void close();
  }

  async function close(): Promise<void> {
    await Promise.race([Promise.all(tasks.map(run)), hurried]);
    for (const task of isSessionEnding ? [] : endTasks) await run(task);
    await waitAtMost(LAST_LINES_LIMIT_MS, Promise.all(lastTasks.map(run)));
    phase = 'closed';
    // While `will-quit` is still being dispatched, Electron would ignore the call.
    setImmediate(() => app.quit());
  }

  app.on('will-quit', (event) => {
    // A program that does not quit when macOS tells it to makes it give up shutting down. What was under way began with
    // the news of it, a moment ago.
    if (phase !== 'closed' && !(isSessionEnding && platform === 'darwin')) {
      event.preventDefault();
      begin();
    } else if (asked && !isSessionEnding) {
      // Only now, when nobody can ask for more: each call of Electron's would start one more.
      app.relaunch({
        args: restartArguments(argv, asked),
        ...(executable === undefined ? {} : { execPath: executable }),
      });
      asked = null;
    }
  });

  return {
    phase: () => phase,
    isEnding: () => phase === 'closing' || phase === 'closed',
    running() {
      if (phase === 'starting') phase = 'running';
    },
    onClosing: (task) => void tasks.push(task),
    onEnd: (task) => void endTasks.push(task),
    onClosed: (task) => void lastTasks.push(task),
    endOfSession() {
      isSessionEnding = true;
      hurry();
      begin();
    },
    restart(requests) {
      asked = [...(asked ?? []), ...requests];
    },
  };
}
