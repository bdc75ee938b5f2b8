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
  /** Where it was put last, until main keeps that: whoever holds a key is ahead of main, which tells of each step. */
  const asked = useRef<number | null>(null);
  /** How often it was put without an answer so far. */
  const waiting = useRef(0);
  const giveUp = () => {
    asked.current = null;
    setDraft(null);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another pair has a divider of its own
  useEffect(giveUp, [tabId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the last step is there
  useEffect(() => {
    if (waiting.current === 0) giveUp();
  }, [kept]);
  return {
    share: draft ?? kept,
    drag: setDraft,
    put(share) {
      if (tabId === undefined) return setDraft(null);
      // It is there already, or on its way: a key that is held at the end asks for nothing, however late main tells.
      if (share === (asked.current ?? now.current)) return setDraft(asked.current);
      asked.current = share;
      setDraft(share);
      waiting.current += 1;
      void ask(() => bridge.tabs.divide({ tabId, share })).then(({ ok }) => {
        waiting.current -= 1;
        if (waiting.current > 0) return;
        if (!ok) return giveUp();
        // What main keeps may have come before its answer, or comes right after it. A drag that has begun goes on.
        if (asked.current !== now.current) return;
        asked.current = null;
        setDraft((last) => (last === now.current ? null : last));
      });
    },
  };
}
