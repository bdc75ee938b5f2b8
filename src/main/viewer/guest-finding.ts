/** Finds words in a guest: in the workbook, and in whatever Sigma holds in frames of its own. */
import type { WebContents } from 'electron';

/** `first`: other words than before. The others go on from the match before the person. */
export type FindStep = 'first' | 'next' | 'previous';

export interface Matches {
  /** Which of them is before the person, from 1 on; 0 where there is none. */
  readonly at: number;
  readonly count: number;
}

type Finding = Pick<WebContents, 'findInPage' | 'stopFindInPage'>;

export interface GuestFinding {
  /** Keeps the way to find for main. Call it before that way is closed for the page around the guest (`guest-element.ts`). */
  add(contents: WebContents, onMatches: (matches: Matches) => void): void;
  find(contents: WebContents | undefined, words: string, step: FindStep): void;
  stop(contents: WebContents | undefined): void;
}

export function createGuestFinding(): GuestFinding {
  const ways = new WeakMap<WebContents, Finding>();
  return {
    add(contents, onMatches) {
      ways.set(contents, {
        findInPage: contents.findInPage.bind(contents),
        stopFindInPage: contents.stopFindInPage.bind(contents),
      });
      contents.on('found-in-page', (_event, { activeMatchOrdinal, matches, finalUpdate }) => {
        // Before the last answer Chromium counts on, frame by frame.
        if (finalUpdate) onMatches({ at: activeMatchOrdinal, count: matches });
      });
    },
    find(contents, words, step) {
      // What Electron calls `findNext` begins anew.
      const options = { forward: step !== 'previous', findNext: step === 'first', matchCase: false };
      if (contents && !contents.isDestroyed()) ways.get(contents)?.findInPage(words, options);
    },
    stop(contents) {
      // Marked text would keep a renewed session from taking over.
      if (contents && !contents.isDestroyed()) ways.get(contents)?.stopFindInPage('clearSelection');
    },
  };
}
