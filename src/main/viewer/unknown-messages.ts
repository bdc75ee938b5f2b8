/** Writes down, once each, what Sigma says that the program does not know: it is how a new message is noticed. */

import { unknownFields } from '../../shared/sigma/events.ts';
import { z } from '../../shared/zod.ts';
import type { Log } from '../log/log.ts';

export interface UnknownMessages {
  /** The guest's preload did not pass something on. */
  takeDropped(payload: unknown): void;
  /** A message was taken; fields of it may be new. */
  takeFields(payload: unknown): void;
}

const Dropped = z.object({ type: z.string(), why: z.enum(['unknown', 'too-large']) });
/** Sigma's names look like this; anything else could be a text of the workbook, which does not belong in the log. */
const NAME = /^[A-Za-z][\w:.-]{0,80}$/;
/** A page that invents names does not fill the log. */
const MOST_TOLD = 50;

export function createUnknownMessages(log: Pick<Log, 'info'>): UnknownMessages {
  const told = new Set<string>();

  function tell(why: 'unknown' | 'too-large' | 'field', type: string, field: string | null): void {
    const isName = NAME.test(type) && (field === null || NAME.test(field));
    const what = isName ? { type, field } : { type: null, field: null };
    const key = JSON.stringify([why, what.type, what.field]);
    if (told.has(key) || told.size >= MOST_TOLD) return;
    told.add(key);
    log.info('guest.message-unknown', { why, ...what });
  }

  return {
    takeDropped(payload) {
      const dropped = Dropped.safeParse(payload);
      if (dropped.success) tell(dropped.data.why, dropped.data.type, null);
    },
    takeFields(payload) {
      if (typeof payload !== 'object' || payload === null || !('type' in payload)) return;
      for (const field of unknownFields(payload)) tell('field', String(payload.type), field);
    },
  };
}
