/**
 * A record of the trail as a line: canonical JSON with the hash of the line before and a hash of its own, so that a line
 * that was changed, taken out or put in does not fit. Pure.
 */
import { createHash } from 'node:crypto';
import type { AuditData } from '../../shared/audit.ts';
import { z } from '../../shared/zod.ts';

/** Before the first record of all. */
export const NO_HASH = '0'.repeat(64);

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const AuditRecord = z.strictObject({
  v: z.literal(1),
  /** From 1 on, without a gap, over all files. */
  seq: z.int().positive(),
  /** ISO 8601 in UTC. */
  at: z.iso.datetime(),
  /** One for each run of the program. */
  run: z.string().max(64),
  event: z.string().max(64),
  data: z.record(z.string(), Value),
  prev: Hash,
  hash: Hash,
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/** Where the chain stands: the last record, or none. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

export const beginning: ChainEnd = { seq: 0, hash: NO_HASH };

/** JSON without white space, the members of objects sorted by their names (as RFC 8785 has it). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

/** SHA-256 over the hash of the record before, a line break, and the record without its own hash. */
function hashOf({ hash: _own, ...body }: Omit<AuditRecord, 'hash'> & { readonly hash?: string }): string {
  return createHash('sha256')
    .update(`${body.prev}\n${canonical(body)}`)
    .digest('hex');
}

export interface NewRecord {
  readonly at: number;
  readonly run: string;
  readonly event: string;
  readonly data: AuditData;
}

/** The next record after the end of a chain. */
export function nextRecord({ seq, hash }: ChainEnd, { at, run, event, data }: NewRecord): AuditRecord {
  const body = {
    v: 1,
    seq: seq + 1,
    at: new Date(at).toISOString(),
    run,
    event,
    // A list that is only read becomes one of its own.
    data: Object.fromEntries(Object.entries(data).map(([name, one]) => [name, Array.isArray(one) ? [...one] : one])),
    prev: hash,
  } as Omit<AuditRecord, 'hash'>;
  return { ...body, hash: hashOf(body) };
}

/** Without a line break. */
export const lineOf = (record: AuditRecord): string => canonical(record);

/** The record of a line, exactly as it would be written; null for anything else, were it one white space. */
export function parseLine(line: string): AuditRecord | null {
  const record = looseRecord(line);
  return record && lineOf(record) === line && hashOf(record) === record.hash ? record : null;
}

/** The record that a line looks like, to be shown; whether it is as it was written, `parseLine` says. */
export function looseRecord(line: string): AuditRecord | null {
  try {
    return AuditRecord.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
