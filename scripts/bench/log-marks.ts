/** The instants in the program's own log, which has one JSON object a line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** When an event was written after an instant, in milliseconds since the epoch; undefined when it was not. Pure. */
export function eventAfter(text: string, event: string, after: number): number | undefined {
  for (const line of text.split('\n').slice(0, -1)) {
    const entry = JSON.parse(line) as { at: string; event: string; phase?: string };
    const at = Date.parse(entry.at);
    // The log has whole milliseconds.
    if (entry.event === event && at >= Math.floor(after)) return at;
  }
  return undefined;
}

export const logOf = (userData: string): string => readFileSync(join(userData, 'logs/sightglass.log'), 'utf8');
