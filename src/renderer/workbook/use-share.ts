/** Where the divider between two workbooks is drawn: where main keeps it, or where a person is about to put it. */
import { useEffect, useState } from 'react';
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
  // What was put is there, or another pair is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft is given up when what main keeps is different
  useEffect(() => setDraft(null), [tabId, kept]);
  return {
    share: draft ?? kept,
    drag: setDraft,
    put(share) {
      setDraft(share === kept ? null : share);
      if (share === kept || tabId === undefined) return;
      void ask(() => bridge.tabs.divide({ tabId, share })).then(({ ok }) => ok || setDraft(null));
    },
  };
}
