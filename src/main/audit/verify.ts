/**
 * Whether the trail is as it was written: walks over its lines and says what is wrong first. It reads no file itself, so
 * that a window, a test and a command line can ask it alike.
 */
import { createHash } from 'node:crypto';
import { type AuditFault, auditMarks } from '../../shared/audit.ts';
import { type AuditRecord, beginning, type ChainEnd, parseLine } from './chain.ts';
import type { FoundHead } from './head.ts';
import type { TrailLine } from './trail-folder.ts';

export interface Verdict {
  /** Null where nothing is wrong. */
  readonly fault: {
    readonly kind: AuditFault;
    /** Null where it is about no line. */
    readonly file: number | null;
    readonly line: number | null;
    /** When what stands before it was recorded; null where nothing does. */
    readonly after: string | null;
    /** How many records are missing, as far as that is known. */
    readonly missing: number;
  } | null;
  /** The records that fit, up to the fault. */
  readonly records: number;
  readonly files: number;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** Records behind the head: the program was ended before it could keep it. */
  readonly afterHead: number;
  /** Marks that tell of the trail itself, by event. */
  readonly marks: Readonly<Record<string, number>>;
}

interface Walk {
  end: ChainEnd;
  records: number;
  files: Set<number>;
  firstAt: string | null;
  lastAt: string | null;
  marks: Record<string, number>;
  /** Lines in a row that are no records, and may have been broken off: the next record says. */
  odd: TrailLine[];
}

type Fault = NonNullable<Verdict['fault']>;

/**
 * @param lines of all files that the head counts as kept, in order
 * @param found the head; records behind it are as good as the chain, and no better
 * @param isUnfinished whoever writes it could not write the last line to its end so far, and names what broke off when it can
 */
export async function verifyTrail(
  lines: AsyncIterable<TrailLine>,
  found: FoundHead,
  isUnfinished = false,
): Promise<Verdict> {
  const head = found.state === 'forged' ? null : found.head;
  const walk: Walk = {
    end: head?.first ?? beginning,
    records: 0,
    files: new Set(),
    firstAt: null,
    lastAt: null,
    marks: {},
    odd: [],
  };
  const fault = (await walkOver(lines, walk, head?.last ?? null, head !== null)) ?? atTheEnd(walk, found, isUnfinished);
  const { records, files, firstAt, lastAt, marks, end } = walk;
  const afterHead = fault || !head ? 0 : end.seq - head.last.seq;
  return { fault, records, files: files.size, firstAt, lastAt, afterHead, marks };
}

async function walkOver(
  lines: AsyncIterable<TrailLine>,
  walk: Walk,
  last: ChainEnd | null,
  knowsBeginning: boolean,
): Promise<Fault | null> {
  for await (const line of lines) {
    const record = line.isEnded && line.text !== null ? parseLine(line.text) : null;
    if (!record) {
      walk.odd.push(line);
      if (walk.odd.length > MOST_ODD) return faultAt('changed', walk.odd[0] ?? line, walk);
      continue;
    }
    const [firstOdd] = walk.odd;
    // Only what names them by their content explains lines that are no records.
    if (firstOdd && !explains(record, walk.odd)) return faultAt('changed', firstOdd, walk);
    if (!firstOdd && record.event === 'trail.mended') return faultAt('missing', line, walk);
    walk.odd = [];
    const kind = misfit(record, walk, last, knowsBeginning);
    if (kind) return faultAt(kind, line, walk, Math.max(0, record.seq - walk.end.seq - 1));
    takeUp(record, line, walk);
  }
  return null;
}

/** A disk that stays full may break several tries off in a row. */
const MOST_ODD = 1_000;

const explains = ({ event, data }: AuditRecord, odd: readonly TrailLine[]): boolean => {
  const bytes = bytesOf(odd);
  return event === 'trail.mended' && data.bytes === bytes.length && data.sha256 === sha256(bytes);
};

/** What lines in a row are made of, with the line breaks between them. */
export const bytesOf = (lines: readonly TrailLine[]): Buffer =>
  Buffer.concat(lines.flatMap(({ bytes }, index) => (index === 0 ? [bytes] : [Buffer.from('\n'), bytes])));

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function misfit(
  record: AuditRecord,
  { end, records }: Walk,
  last: ChainEnd | null,
  knowsBeginning: boolean,
): AuditFault | null {
  // Nobody knows where a trail without a head began.
  if (records === 0 && !knowsBeginning && record.seq > 1) return null;
  if (record.seq > end.seq + 1) return records === 0 ? 'beginningMissing' : 'missing';
  if (record.seq <= end.seq) return 'extra';
  if (record.prev !== end.hash) return 'unlinked';
  return last?.seq === record.seq && last.hash !== record.hash ? 'rewritten' : null;
}

function takeUp(record: AuditRecord, { file }: TrailLine, walk: Walk): void {
  walk.end = record;
  walk.records += 1;
  walk.files.add(file);
  walk.firstAt ??= record.at;
  walk.lastAt = record.at;
  if (auditMarks.some((mark) => mark === record.event)) {
    walk.marks[record.event] = (walk.marks[record.event] ?? 0) + 1;
  }
}

function atTheEnd(walk: Walk, { head, state }: FoundHead, isUnfinished: boolean): Fault | null {
  // A line that was broken off at the very end is what a crash leaves; the next start marks it. Whether it is one that had
  // been whole says the head, which is never kept before its record is on the disk.
  const [odd] = walk.odd;
  if (odd && !isUnfinished && (odd.isEnded || walk.odd.length > 1)) return faultAt('changed', odd, walk);
  if (state === 'forged') return faultAt('headForged', null, walk);
  if (state === 'missing' && walk.records > 0) return faultAt('headMissing', null, walk);
  if (head && walk.end.seq < head.last.seq) {
    const missing = head.last.seq - walk.end.seq;
    return faultAt(walk.records === 0 ? 'beginningMissing' : 'endMissing', null, walk, missing);
  }
  return null;
}

const faultAt = (kind: AuditFault, line: TrailLine | null, walk: Walk, missing = 0): Fault => ({
  kind,
  file: line?.file ?? null,
  line: line?.line ?? null,
  after: walk.lastAt,
  missing,
});
