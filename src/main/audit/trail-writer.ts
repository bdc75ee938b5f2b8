/** Writes records into the files of the trail, one after the other: their order, their rotation, and which files go. */
import type { NewRecord } from './chain.ts';
import { type ChainedFile, type ChainedFileOptions, createChainedFile } from './chained-file.ts';
import { dataOf } from './events.ts';
import type { FoundHead, Head } from './head.ts';
import { firstRecord } from './read.ts';
import { type KeptFile, type TrailLimits, toPrune } from './retention.ts';
import { findEnd, scanFile } from './trail-end.ts';
import { fileNumbers, removeFile, sizeOf } from './trail-folder.ts';

export interface WriterOptions extends ChainedFileOptions {
  readonly limits: TrailLimits;
  /** For so many days a record is kept. */
  keptDays(): number;
}

export interface TrailWriter {
  /** @throws what Node throws; the record is then not in the trail, and may be given again */
  write(record: Omit<NewRecord, 'run'>): Promise<void>;
  /** Removes what is older, or more, than is kept. @param keep called with the head that leaves it out, before anything goes; false: nothing can be kept for now */
  prune(keep: (head: Head) => Promise<boolean>): Promise<void>;
  head(): Head;
  close(): Promise<void>;
}

/** What stands around the data of a record, in bytes, as far as it matters for the size of a file. */
const AROUND = 400;

/** Reads where the trail stands, and goes on from there. @throws what Node throws */
export async function openWriter(options: WriterOptions, found: FoundHead, hadKey: boolean): Promise<TrailWriter> {
  const { folder, now, run, limits } = options;
  const start = await findEnd(folder, found, hadKey);
  const file = createChainedFile(options, start);
  let { first } = start;
  /** What is told by the program itself before the next record. */
  const marks: NewRecord[] = [];
  /** The record that is to be written, the same one for every try. */
  let trying: { readonly of: Omit<NewRecord, 'run'>; readonly full: NewRecord } | null = null;
  if (start.disagreement) {
    marks.push({ at: now(), run, event: 'trail.reset', data: dataOf('trail.reset', { reason: start.disagreement }) });
  }

  async function ready(bytes: number): Promise<void> {
    if (file.number() === 0) await file.begin(1);
    const disturbance = await file.look();
    if (disturbance) {
      marks.push({ at: now(), run, event: 'trail.disturbed', data: dataOf('trail.disturbed', disturbance) });
    }
    if (isDone(file, bytes)) await file.begin(file.number() + 1);
    for (let next = marks[0]; next; next = marks[0]) {
      await file.append(next);
      marks.shift();
    }
  }

  function isDone({ firstAt, size }: ChainedFile, bytes: number): boolean {
    const at = firstAt();
    // Also one that a wrong clock began in the future: it would wait for that.
    return (at !== null && Math.abs(now() - at) > limits.fileMs) || (size() > 0 && size() + bytes > limits.fileBytes);
  }

  const head = (): Head => ({ first, last: { file: Math.max(1, file.number()), ...file.end() } });

  return {
    async write(record) {
      if (trying?.of !== record) trying = { of: record, full: { ...record, run } };
      await ready(Buffer.byteLength(JSON.stringify(record.data)) + AROUND);
      await file.append(trying.full);
    },
    async prune(keep) {
      // While nothing happens nothing is written, and the file that is written never goes.
      if (file.number() > 0 && file.holdsMore() && isDone(file, 0)) await ready(0);
      const kept = await keptFiles(folder, first.file);
      const gone = toPrune(kept, { now: now(), days: options.keptDays(), allBytes: limits.allBytes });
      const last = gone && (await scanFile(folder, gone.numbers.at(-1) ?? 0, 0)).last;
      if (!gone || !last) return;
      await ready(AROUND);
      // A head that cannot be sealed now would go on counting what is gone.
      if (!(await keep(head()))) return;
      await file.tell('trail.pruned', { files: gone.numbers.length, through: last.seq, reason: gone.reason });
      first = { file: (gone.numbers.at(-1) ?? 0) + 1, seq: last.seq, hash: last.hash };
      // A head that still counts them would call them missing.
      await keep(head());
      for (const one of await fileNumbers(folder)) if (one < first.file) await removeFile(folder, one);
    },
    head,
    close: file.close,
  };
}

/** A file ends when the next one begins: one line of each says how old it is. */
async function keptFiles(folder: string, firstFile: number): Promise<KeptFile[]> {
  const numbers = (await fileNumbers(folder)).filter((number) => number >= firstFile);
  const begunAt = await Promise.all(
    numbers.map(async (number) => Date.parse((await firstRecord(folder, number))?.at ?? '')),
  );
  return Promise.all(
    numbers.map(async (number, index) => ({
      number,
      bytes: await sizeOf(folder, number),
      // Of one that cannot be read nothing is known, and it stays.
      // One that a wrong clock began in the future does not keep those before it until then.
      lastAt: Math.min(Number.POSITIVE_INFINITY, ...begunAt.slice(index + 1).filter(Number.isFinite)),
    })),
  );
}
