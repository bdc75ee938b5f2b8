/** What waits to be written, in its order, as much as there is room for; the last place counts what has none. */
import type { AuditEventName, AuditValue } from '../../shared/audit.ts';
import { dataOf } from './events.ts';

export interface Waiting {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: AuditEventName;
  readonly data: Record<string, AuditValue>;
}

export interface WaitingLine {
  first(): Waiting | undefined;
  shift(): void;
  /** @param code what the system said last, where there is no room */
  add(one: Waiting, code: string): void;
}

export function createWaitingLine(most: number): WaitingLine {
  const waiting: Waiting[] = [];
  return {
    first: () => waiting[0],
    shift: () => void waiting.shift(),
    add(one, code) {
      if (waiting.length < most) {
        waiting.push(one);
        return;
      }
      const last = waiting.at(-1);
      const before = last?.event === 'trail.gap' ? Number(last.data.dropped) : 0;
      // The first of the queue may be on its way to the file.
      if (before > 0 && waiting.length > 1) waiting.pop();
      waiting.push({ at: one.at, event: 'trail.gap', data: dataOf('trail.gap', { dropped: before + 1, code }) });
    },
  };
}
