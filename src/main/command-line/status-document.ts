/** What `status --json` prints: what the program says of itself, or said last. */
import { STATUS_SCHEMA } from '../../shared/status.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Of a program that does not run, what it said last is printed with the state in which it is: it may have ended without
 * having said so.
 */
export function statusDocument(
  { isRunning, heartbeat }: { readonly isRunning: boolean; readonly heartbeat?: unknown },
  version: string,
): Readonly<Record<string, unknown>> {
  const said = isObject(heartbeat) ? heartbeat : { schema: STATUS_SCHEMA, program: 'sightglass', version };
  return { ...said, state: isRunning ? 'running' : 'ended' };
}
