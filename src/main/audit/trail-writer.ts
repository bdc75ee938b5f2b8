/** Writes records into the files of the trail, one after the other: their order, their rotation, and what breaks off. */
import type { AuditEventName } from '../../shared/audit.ts';
import { type AuditRecord, type ChainEnd, lineOf, type NewRecord, nextRecord, parseLine } from './chain.ts';
import { type AuditInput, dataOf } from './events.ts';
import type { FoundHead, Head } from './head.ts';
import { type KeptFile, type TrailLimits, toPrune } from './retention.ts';
import { type FileTail, findEnd, scanFile } from './trail-end.ts';
import { fileNumbers, openForAppending, removeFile, sizeOf } from './trail-folder.ts';
import { bytesOf, sha256 } from './verify.ts';

export interface WriterOptions {
  readonly folder: string;
  readonly run: string;
  /** Milliseconds since the epoch. */
  now(): number;
  readonly limits: TrailLimits;
  /** For so many days a record is kept. */
  keptDays(): number;
  /** How a file is opened; tests give others. */
  readonly openFile?: typeof openForAppending;
  /** A record is in its file. */
  onWritten(record: AuditRecord, line: string): void;
}

export interface TrailWriter {
  /** @throws what Node throws; the record is then not in the trail, and may be given again */
  write(record: Omit<NewRecord, 'run'>): Promise<void>;
  /** Removes what is older, or more, than is kept. @param keep called with the head that leaves it out, before anything goes */
  prune(keep: (head: Head) => Promise<void>): Promise<void>;
  head(): Head;
  close(): Promise<void>;
}

/** Reads where the trail stands, and goes on from there. @throws what Node throws */
export async function openWriter(options: WriterOptions, found: FoundHead, hadKey: boolean): Promise<TrailWriter> {
  const { folder, now, run, limits, openFile = openForAppending } = options;
  const start = await findEnd(folder, found, hadKey);
  let { end, first, number, firstAt } = start;
  let file: Awaited<ReturnType<typeof openForAppending>> | null = null;
  /** As long as the file is up to the last record; what stands behind it is odd. */
  let size = start.tail.bytes;
  let odd: FileTail['odd'] = start.tail.odd;
  /** What is told by the program itself before the next record. */
  const marks: NewRecord[] = [];
  /** A write failed, so that a part of it may be in the file. */
  let isUnsure = false;

  const mark = <Name extends AuditEventName>(event: Name, data: AuditInput<Name>): void =>
    void marks.push({ at: now(), run, event, data: dataOf(event, data) });
  if (start.disagreement) mark('trail.reset', { reason: start.disagreement });

  async function append(record: NewRecord, before = ''): Promise<void> {
    const next = nextRecord(end, record);
    const line = lineOf(next);
    const text = `${before}${line}\n`;
    isUnsure = true;
    await file?.append(text);
    isUnsure = false;
    end = { seq: next.seq, hash: next.hash };
    size += Buffer.byteLength(text);
    firstAt ??= record.at;
    options.onWritten(next, line);
  }

  async function begin(next: number): Promise<void> {
    await file?.close();
    file = null;
    // Where it cannot be opened, the one before is gone on with.
    file = await openFile(folder, next);
    number = next;
    const tail = await scanFile(folder, number, 0);
    [size, odd, firstAt] = [tail.bytes, tail.odd, null];
    await mend();
    await append({ at: now(), run, event: 'trail.file', data: dataOf('trail.file', { number }) });
  }

  /** Names what is broken off behind the last record, so that the chain goes on. */
  async function mend(): Promise<void> {
    const [only] = odd;
    if (!only) return;
    const record = odd.length === 1 && !only.isEnded && only.text !== null ? parseLine(only.text) : null;
    if (record && record.seq === end.seq + 1 && record.prev === end.hash) {
      // Nothing but its line break is missing.
      await file?.append('\n');
      [end, odd] = [{ seq: record.seq, hash: record.hash }, []];
      size += 1;
      return;
    }
    const bytes = bytesOf(odd);
    const isEnded = odd.at(-1)?.isEnded === true;
    const data = dataOf('trail.mended', { bytes: bytes.length, sha256: sha256(bytes) });
    await append({ at: now(), run, event: 'trail.mended', data }, isEnded ? '' : '\n');
    odd = [];
  }

  /** Whether the file is as it was left. After a write that failed it may hold a part of it. */
  async function look(): Promise<void> {
    if (!file) return;
    const found = await file.size();
    if (found === size) {
      isUnsure = false;
      return;
    }
    if (found === null) {
      await file.close();
      file = await openFile(folder, number);
    }
    const scanned = await scanFile(folder, number, end.seq + 1);
    const wasOurs = isUnsure && found !== null && found > size;
    if (!wasOurs) mark('trail.disturbed', { expectedBytes: size, foundBytes: scanned.bytes });
    // It was written to the end after all, and is told as what it is: a record.
    else if (scanned.asked?.prev === end.hash) end = { seq: scanned.asked.seq, hash: scanned.asked.hash };
    [size, odd, isUnsure] = [scanned.bytes, scanned.odd, false];
  }

  async function ready(bytes: number): Promise<void> {
    if (number === 0) await begin(1);
    file ??= await openFile(folder, number);
    await look();
    const isOld = firstAt !== null && now() - firstAt > limits.fileMs;
    const isFull = size > 0 && size + bytes > limits.fileBytes;
    await mend();
    if (isFull || isOld) await begin(number + 1);
    for (let next = marks[0]; next; next = marks[0]) {
      await append(next);
      marks.shift();
    }
  }

  return {
    async write(record) {
      await ready(Buffer.byteLength(JSON.stringify(record.data)) + 400);
      await append({ ...record, run });
    },
    async prune(keep) {
      const gone = toPrune(await keptFiles(folder, first.file), {
        now: now(),
        days: options.keptDays(),
        allBytes: limits.allBytes,
      });
      if (!gone) return;
      const last = await lastOf(folder, gone.numbers);
      if (!last) return;
      await ready(400);
      const told = dataOf('trail.pruned', { files: gone.numbers.length, through: last.seq, reason: gone.reason });
      await append({ at: now(), run, event: 'trail.pruned', data: told });
      first = { file: (gone.numbers.at(-1) ?? 0) + 1, seq: last.seq, hash: last.hash };
      // A head that still counts them would call them missing.
      await keep(headNow());
      for (const one of await fileNumbers(folder)) if (one < first.file) await removeFile(folder, one);
    },
    head: headNow,
    async close() {
      await file?.close();
      file = null;
    },
  };

  function headNow(): Head {
    return { first, last: { file: Math.max(1, number), ...end } };
  }
}

/** The end of the newest of these files that has one. */
async function lastOf(folder: string, numbers: readonly number[]): Promise<ChainEnd | null> {
  for (const number of numbers.toReversed()) {
    const { last } = await scanFile(folder, number, 0);
    if (last) return last;
  }
  return null;
}

async function keptFiles(folder: string, firstFile: number): Promise<KeptFile[]> {
  const kept: KeptFile[] = [];
  for (const number of await fileNumbers(folder)) {
    if (number < firstFile) continue;
    const { last } = await scanFile(folder, number, 0);
    kept.push({ number, bytes: await sizeOf(folder, number), lastAt: last ? Date.parse(last.at) : 0 });
  }
  return kept;
}
