/** Where the divider between two workbooks is drawn: where main keeps it, or where a person is about to put it. */
import { useEffect, useRef, useState } from 'react';
import { useApp } from '../context/app-context.tsx';
import type { ShownSplit } from '../model/split.ts';

interface Share {
  /** Of the first side. */
  readonly share: number;
  /** While it is dragged; null: where it is kept. */
  drag(share: number | null): void;
  put(share: number): void;
}

export function useShare(shown: ShownSplit | null): Share {
  const { bridge, ask } = useApp();
  const [draft, setDraft] = useState<number | null>(null);
  const tabId = shown?.first.tabId;
  const kept = shown?.split.share ?? 0;
  const now = useRef(kept);
  now.current = kept;
  /** How often it was put without an answer so far: whoever holds a key is ahead of main, which tells of each step. */
  const waiting = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another pair has a divider of its own
  useEffect(() => setDraft(null), [tabId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the last step is there
  useEffect(() => {
    if (waiting.current === 0) setDraft(null);
  }, [kept]);
  return {
    share: draft ?? kept,
    drag: setDraft,
    put(share) {
      if (tabId === undefined || (share === kept && waiting.current === 0)) return setDraft(null);
      setDraft(share);
      waiting.current += 1;
      void ask(() => bridge.tabs.divide({ tabId, share })).then(({ ok }) => {
        waiting.current -= 1;
        // What main keeps may have come before its answer, or comes right after it.
        if (waiting.current === 0) setDraft((last) => (ok && last !== now.current ? last : null));
      });
    },
  };
}
