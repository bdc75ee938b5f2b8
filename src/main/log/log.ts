/** The log: one JSON object a line, redacted before it is text. */
import type { LogEvent } from './events.ts';
import { redactValue } from './redact.ts';

export type LogFields = Readonly<Record<string, unknown>>;

/** What happened, as one of the events of `events.ts`, with values. */
export interface Log {
  info(event: LogEvent, fields?: LogFields): void;
  warn(event: LogEvent, fields?: LogFields): void;
  error(event: LogEvent, fields?: LogFields): void;
}

/**
 * A log that writes `{ at, level, event, ...fields }`. Fields cannot take the place of the first three.
 *
 * @param deps.write takes one line without its line break
 * @param deps.now milliseconds since the epoch
 */
export function createLog(deps: { write(line: string): void; now(): number }): Log {
  const writeLine = (level: 'info' | 'warn' | 'error', event: LogEvent, fields: LogFields = {}): void => {
    const head = { at: new Date(deps.now()).toISOString(), level, event };
    deps.write(JSON.stringify({ ...head, ...(redactValue(fields) as object), ...head }));
  };
  return {
    info: (event, fields) => writeLine('info', event, fields),
    warn: (event, fields) => writeLine('warn', event, fields),
    error: (event, fields) => writeLine('error', event, fields),
  };
}
