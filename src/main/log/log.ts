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

export interface LogOptions {
  /** Takes one line without its line break. */
  write(line: string): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** A log that writes `{ at, level, event, ...fields }`. Fields cannot take the place of the first three. */
export function createLog({ write, now }: LogOptions): Log {
  const writeLine = (level: 'info' | 'warn' | 'error', event: LogEvent, fields: LogFields = {}): void => {
    const head = { at: new Date(now()).toISOString(), level, event };
    write(JSON.stringify({ ...head, ...(redactValue(fields) as object), ...head }));
  };
  return {
    info: (event, fields) => writeLine('info', event, fields),
    warn: (event, fields) => writeLine('warn', event, fields),
    error: (event, fields) => writeLine('error', event, fields),
  };
}
