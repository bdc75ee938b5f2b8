/** What is said to those who listen. Each sentence is added once, read once, and gone before it could be wrong. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AppState } from '../../shared/state.ts';
import { alarms, news } from '../model/announcements.ts';
import { useText } from './text-context.tsx';

export interface Said {
  /** Tells two announcements of the same sentence apart. */
  readonly id: number;
  readonly sentence: string;
  /** Failures interrupt; progress waits until the reader is silent. */
  readonly isUrgent: boolean;
}

export interface Announcer {
  announce(sentence: string): void;
  /** The same of a failure, which interrupts. */
  alarm(sentence: string): void;
  /** What was said within the last seconds, in that order. */
  readonly said: readonly Said[];
}

/** A screen reader takes a sentence at once. Who reads the page later must not find one that is no longer true. */
const KEPT_MS = 5_000;

export function useAnnouncer(state: AppState): Announcer {
  const text = useText();
  const [said, setSaid] = useState<readonly Said[]>([]);
  const count = useRef(0);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  const say = useCallback((sentence: string, isUrgent: boolean) => {
    count.current += 1;
    const one: Said = { id: count.current, sentence, isUrgent };
    setSaid((all) => [...all, one]);
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setSaid((all) => all.filter(({ id }) => id !== one.id));
    }, KEPT_MS);
    timers.current.add(timer);
  }, []);
  const announce = useCallback((sentence: string) => say(sentence, false), [say]);
  const alarm = useCallback((sentence: string) => say(sentence, true), [say]);
  useEffect(() => () => timers.current.forEach(clearTimeout), []);

  const before = useRef(state);
  useEffect(() => {
    const was = before.current;
    before.current = state;
    for (const sentence of alarms(was, state, text)) alarm(sentence);
    for (const sentence of news(was, state, text)) announce(sentence);
  }, [state, announce, alarm, text]);
  return useMemo(() => ({ announce, alarm, said }), [announce, alarm, said]);
}
