/** What a screen reader is to say: what changed in the state, and what a part of the interface wants to have said. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AppState } from '../../shared/state.ts';
import { announcements } from '../model/announcements.ts';
import { useText } from './text-context.tsx';

export interface Announcer {
  announce(sentence: string): void;
  /** The count tells two announcements of the same sentence apart. */
  readonly announcement: { readonly sentence: string; readonly count: number };
}

export function useAnnouncer(state: AppState): Announcer {
  const text = useText();
  const [announcement, setAnnouncement] = useState({ sentence: '', count: 0 });
  const announce = useCallback(
    (sentence: string) => setAnnouncement(({ count }) => ({ sentence, count: count + 1 })),
    [],
  );
  const before = useRef(state);
  useEffect(() => {
    const said = announcements(before.current, state, text);
    before.current = state;
    if (said.length > 0) announce(said.join(' '));
  }, [state, announce, text]);
  return useMemo(() => ({ announce, announcement }), [announce, announcement]);
}
