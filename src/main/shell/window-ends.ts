/**
 * What becomes of windows that close. One of several goes for good. Those that go with the program are there at its next
 * start, also where the person is asked about one of them first, and the others have closed or not by then.
 */
import type { App } from 'electron';
import type { Windows } from './windows.ts';

export interface WindowEndsOptions {
  readonly app: Pick<App, 'on' | 'quit'>;
  readonly windows: Pick<Windows, 'ids' | 'byUse' | 'comeForward' | 'close'>;
  /** Whether the program ends in any case, and nothing may hold it up. */
  isEnding(): boolean;
  /** Whether a window may ask the person something before it closes. */
  mayAsk(windowId: string): boolean;
}

export interface WindowEnds {
  /** Whether the program is about to go, as far as anybody knows. */
  isQuitting(): boolean;
  /** Of a window that has just closed: whether the next start is to open it again. */
  comesBack(): boolean;
  closed(windowId: string): void;
  /** The person was asked whether a window is to close, and stays: so does the program. */
  stays(): void;
}

export function createWindowEnds({ app, windows, isEnding, mayAsk }: WindowEndsOptions): WindowEnds {
  let isQuitting = false;
  /** The window that is asked before the others close; null while there is none. */
  let asked: string | null = null;

  app.on('before-quit', (event) => {
    isQuitting = true;
    if (isEnding() || windows.ids().length < 2) return;
    const first = windows.byUse().find(mayAsk);
    if (first === undefined) return;
    // Electron would close all others meanwhile, and a person who stays would stay in one window out of several.
    event.preventDefault();
    asked = first;
    windows.comeForward(first);
    windows.close(first);
  });

  return {
    isQuitting: () => isQuitting,
    // The last one takes the program with it.
    comesBack: () => isQuitting || windows.ids().length === 0,
    closed(windowId) {
      if (windowId !== asked) return;
      asked = null;
      app.quit();
    },
    stays() {
      isQuitting = false;
      asked = null;
    },
  };
}
