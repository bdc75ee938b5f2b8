/** Where the trail stands at a start: what its files end with, what its head says, and what does not agree. */
import { type AuditRecord, beginning, type ChainEnd, parseLine } from './chain.ts';
import type { FoundHead, Head } from './head.ts';
import { fileNumbers, linesOf, type TrailLine } from './trail-folder.ts';

export type Disagreement = 'headMissing' | 'headForged' | 'headUnsealed' | 'endMissing' | 'rewritten';

export interface TrailEnd {
  /** The file that is written on in; 0 where there is none yet. */
  readonly number: number;
  readonly end: ChainEnd;
  readonly first: Head['first'];
  /** When its first record was made, in milliseconds since the epoch; null where it has none. */
  readonly firstAt: number | null;
  readonly firstSeq: number | null;
  readonly tail: FileTail;
  readonly disagreement: Disagreement | null;
}

export interface FileTail {
  /** How long it is. */
  readonly bytes: number;
  /** What stands behind the last record and is none. */
  readonly odd: readonly TrailLine[];
}

interface ScannedFile extends FileTail {
  readonly last: AuditRecord | null;
  readonly firstAt: number | null;
  readonly firstSeq: number | null;
  /** The record of the number that was asked for. */
  readonly asked: AuditRecord | null;
}

/** @param seq of the record that is looked for on the way */
export async function scanFile(folder: string, number: number, seq: number): Promise<ScannedFile> {
  let [last, asked, firstAt]: [AuditRecord | null, AuditRecord | null, number | null] = [null, null, null];
  let firstSeq: number | null = null;
  let odd: TrailLine[] = [];
  let bytes = 0;
  for await (const line of linesOf(folder, number)) {
    bytes = line.offset + line.bytes.length + (line.isEnded ? 1 : 0);
    const record = line.isEnded && line.text !== null ? parseLine(line.text) : null;
    if (!record) {
      odd.push(line);
      continue;
    }
    odd = [];
    last = record;
    firstAt ??= Date.parse(record.at);
    firstSeq ??= record.seq;
    if (record.seq === seq) asked = record;
  }
  return { last, asked, firstAt, firstSeq, odd, bytes };
}

/** @param hadKey whether an earlier run kept a head under a key, so that one without it is none of ours */
export async function findEnd(folder: string, found: FoundHead, hadKey: boolean): Promise<TrailEnd> {
  const head = found.state === 'forged' ? null : found.head;
  const numbers = (await fileNumbers(folder)).filter((number) => number >= (head?.first.file ?? 0));
  const number = Math.max(numbers.at(-1) ?? 0, head?.last.file ?? 0);
  const newest = await scanFile(folder, number, head?.last.seq ?? 0);
  let [last, asked] = [newest.last, newest.asked];
  // A file may have been begun and hold nothing yet, and the head may be of the one before.
  for (const earlier of numbers.slice(0, -1).reverse()) {
    if (last && (asked || !head || last.seq < head.last.seq)) break;
    const scanned = await scanFile(folder, earlier, head?.last.seq ?? 0);
    last ??= scanned.last;
    asked ??= scanned.asked;
  }
  const ofFiles: ChainEnd = last ?? head?.first ?? beginning;
  const isCut = head !== null && ofFiles.seq < head.last.seq;
  return {
    number,
    // What is missing stays missing: whoever verifies finds the gap at any later time.
    end: isCut ? head.last : ofFiles,
    first: head?.first ?? { file: numbers[0] ?? 1, ...beginning },
    firstAt: newest.firstAt,
    firstSeq: newest.firstSeq,
    tail: newest,
    disagreement: disagreementOf(found, { isCut, asked, hasRecords: last !== null, hadKey }),
  };
}

interface Findings {
  readonly isCut: boolean;
  readonly asked: AuditRecord | null;
  readonly hasRecords: boolean;
  readonly hadKey: boolean;
}

function disagreementOf({ head, state }: FoundHead, found: Findings): Disagreement | null {
  if (state === 'forged') return 'headForged';
  // Where a key was made there was a trail, even if nothing at all of it is left.
  if (state === 'missing' || head === null) return found.hasRecords || found.hadKey ? 'headMissing' : null;
  if (found.isCut) return 'endMissing';
  if (head.last.seq > 0 && found.asked !== null && found.asked.hash !== head.last.hash) return 'rewritten';
  return state === 'unsealed' && found.hadKey ? 'headUnsealed' : null;
}
