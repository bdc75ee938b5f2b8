/** Reads the trail for a person: the newest records first, as many as are asked for, a little at a time. */
import { type AuditRecord, looseRecord } from './chain.ts';
import { fileNumbers, linesOf } from './trail-folder.ts';

export interface Wanted {
  /** Only records before this number; null for all. */
  readonly before: number | null;
  readonly most: number;
  fits(record: AuditRecord): boolean;
}

export interface FoundRecords {
  /** The newest first. */
  readonly records: readonly AuditRecord[];
  /** Whether there are older ones that fit. */
  readonly hasMore: boolean;
}

export async function readNewest(folder: string, { before, most, fits }: Wanted): Promise<FoundRecords> {
  const found: AuditRecord[] = [];
  for (const number of (await fileNumbers(folder)).reverse()) {
    const ofFile: AuditRecord[] = [];
    for await (const { text } of linesOf(folder, number)) {
      const record = text === null ? null : looseRecord(text);
      if (record && (before === null || record.seq < before) && fits(record)) ofFile.push(record);
      // No more than can be wanted is held.
      if (ofFile.length > most + 1) ofFile.shift();
    }
    found.push(...ofFile.reverse());
    if (found.length > most) break;
  }
  return { records: found.slice(0, most), hasMore: found.length > most };
}

/** The first records behind a number, the oldest first, as lines. Files that end before it are not read. */
export async function linesAfter(
  folder: string,
  after: number,
  most: number,
): Promise<{ readonly seq: number; readonly line: string }[]> {
  const numbers = await fileNumbers(folder);
  let start = 0;
  for (const [index, number] of numbers.entries()) {
    const first = await firstRecord(folder, number);
    if (first && first.seq > after + 1) break;
    start = index;
  }
  const found: { seq: number; line: string }[] = [];
  for (const number of numbers.slice(start)) {
    for await (const { text } of linesOf(folder, number)) {
      const record = text === null ? null : looseRecord(text);
      if (text === null || !record || record.seq <= after) continue;
      if (found.length >= most) return found;
      found.push({ seq: record.seq, line: text });
    }
  }
  return found;
}

/** The record that a file begins with; null for one that holds none. */
export async function firstRecord(folder: string, number: number): Promise<AuditRecord | null> {
  for await (const { text } of linesOf(folder, number)) {
    const record = text === null ? null : looseRecord(text);
    if (record) return record;
  }
  return null;
}
