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
