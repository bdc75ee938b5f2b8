/** The entries that fit what a person looks for: asked for anew when that changes, and further back when they want more. */
import { useEffect, useRef, useState } from 'react';
import type { AuditKind } from '../../shared/audit.ts';
import type { AppErrorView } from '../../shared/errors.ts';
import type { AuditAnswer } from '../../shared/ipc/audit.ts';
import { request } from '../bridge/request.ts';
import { useApp } from '../context/app-context.tsx';

export interface AuditFilter {
  readonly query: string;
  readonly kind: AuditKind | null;
  /** As a field for dates has it: `2026-01-31`; empty for every day. */
  readonly day: string;
}

export const noFilter: AuditFilter = { query: '', kind: null, day: '' };

/** So long after the last key something is looked for. */
const TYPING_MS = 200;

/** The day of the computer's own time zone. */
function spanOf(day: string): { readonly from: number | null; readonly until: number | null } {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return { from: null, until: null };
  const [from, until] = [new Date(year, month - 1, date).getTime(), new Date(year, month - 1, date + 1).getTime()];
  return Number.isNaN(from) ? { from: null, until: null } : { from, until };
}

export function useAuditEntries(filter: AuditFilter) {
  const { bridge } = useApp();
  const [answer, setAnswer] = useState<AuditAnswer | null>(null);
  const [error, setError] = useState<AppErrorView | null>(null);
  const [isReading, setReading] = useState(true);
  const asked = useRef(0);

  async function read(before: AuditAnswer | null): Promise<void> {
    asked.current += 1;
    const own = asked.current;
    setReading(true);
    const { query, kind, day } = filter;
    const input = { query, kind, ...spanOf(day), before: before?.entries.at(-1)?.seq ?? null };
    const found = await request(() => bridge.audit.read(input));
    // What was asked before, and comes later, is about something else.
    if (own !== asked.current) return;
    setReading(false);
    setError(found.ok ? null : found.error);
    if (found.ok) {
      setAnswer(before ? { ...found.value, entries: [...before.entries, ...found.value.entries] } : found.value);
    }
  }

  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the filter that changes
  useEffect(() => {
    const timer = setTimeout(() => void read(null), first.current ? 0 : TYPING_MS);
    first.current = false;
    return () => {
      clearTimeout(timer);
      // Nobody waits for it any more.
      asked.current += 1;
    };
  }, [filter]);

  return { answer, error, isReading, refresh: () => void read(null), readOlder: () => void read(answer) };
}
