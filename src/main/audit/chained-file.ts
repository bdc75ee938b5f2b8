/** The file of the trail that is written on in: where the chain stands in it, what breaks off, and what others did to it. */
import type { AuditEventName } from '../../shared/audit.ts';
import { type AuditRecord, type ChainEnd, lineOf, type NewRecord, nextRecord, parseLine } from './chain.ts';
import { type AuditInput, dataOf } from './events.ts';
import { scanFile, type TrailEnd } from './trail-end.ts';
import { type AppendedFile, openForAppending, type TrailLine } from './trail-folder.ts';
import { bytesOf, sha256 } from './verify.ts';

export interface ChainedFileOptions {
  readonly folder: string;
  readonly run: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** How a file is opened; tests give others. */
  readonly openFile?: typeof openForAppending;
  /** A record is in its file. */
  onWritten(record: AuditRecord, line: string): void;
}

export interface ChainedFile {
  /** The last record. */
  end(): ChainEnd;
  number(): number;
  /** As long as it is up to the last record, in bytes. */
  size(): number;
  /** When its first record was made, in milliseconds since the epoch; null where it has none. */
  firstAt(): number | null;
  /** Whether it holds more than the record that it begins with. */
  holdsMore(): boolean;
  /** The same record given again after a failure is not written twice where it had arrived after all. */
  append(record: NewRecord): Promise<void>;
  /** A record of the program itself, made now. */
  tell<Name extends AuditEventName>(event: Name, data: AuditInput<Name>): Promise<void>;
  /** Goes on in another file, which begins with a record of its own. */
  begin(number: number): Promise<void>;
  /**
   * Looks whether it is as it was left, and names what is broken off behind the last record, so that the chain goes on.
   *
   * @returns how it differs from how it was left, where somebody else did that
   */
  look(): Promise<{ readonly expectedBytes: number; readonly foundBytes: number } | null>;
  close(): Promise<void>;
}

export function createChainedFile(options: ChainedFileOptions, start: TrailEnd): ChainedFile {
  const { folder, now, run, openFile = openForAppending } = options;
  let { end, number, firstAt, firstSeq } = start;
  /** `odd`: what stands behind the last record and is none. */
  let { bytes: size, odd } = start.tail;
  let file: AppendedFile | null = null;
  const tries = createTries();
  async function append(record: NewRecord, before = ''): Promise<void> {
    if (tries.hasLanded(record)) return;
    const next = nextRecord(end, record);
    const line = lineOf(next);
    const text = `${before}${line}\n`;
    tries.begin(record, next.hash);
    await file?.append(text);
    tries.end();
    size += Buffer.byteLength(text);
    takeUp(next, line);
  }

  /** It is in the file, however it got there. */
  function takeUp(record: AuditRecord, line: string): void {
    end = { seq: record.seq, hash: record.hash };
    firstAt ??= Date.parse(record.at);
    firstSeq ??= record.seq;
    tries.arrived(record.hash);
    options.onWritten(record, line);
  }

  async function mend(): Promise<void> {
    if (odd.length === 0) return;
    const record = unbroken(odd, end);
    if (record) {
      await file?.append('\n');
      size += 1;
      takeUp(record, lineOf(record));
    } else {
      const bytes = bytesOf(odd);
      const data = dataOf('trail.mended', { bytes: bytes.length, sha256: sha256(bytes) });
      await append({ at: now(), run, event: 'trail.mended', data }, odd.at(-1)?.isEnded ? '' : '\n');
    }
    odd = [];
  }

  const tell: ChainedFile['tell'] = (event, data) => append({ at: now(), run, event, data: dataOf(event, data) });

  return {
    end: () => end,
    number: () => number,
    size: () => size,
    firstAt: () => firstAt,
    holdsMore: () => firstSeq !== null && end.seq > firstSeq,
    append: (record) => append(record),
    tell,
    async begin(next) {
      await file?.close();
      file = null;
      // Where it cannot be opened, the one before is gone on with.
      file = await openFile(folder, next);
      number = next;
      const tail = await scanFile(folder, number, 0);
      [size, odd, firstAt, firstSeq] = [tail.bytes, tail.odd, null, null];
      await mend();
      await tell('trail.file', { number });
    },
    async look() {
      file ??= await openFile(folder, number);
      const found = await file.size();
      let disturbance: Awaited<ReturnType<ChainedFile['look']>> = null;
      if (found !== size) {
        if (found === null) {
          await file.close();
          file = await openFile(folder, number);
        }
        const scanned = await scanFile(folder, number, end.seq + 1);
        if (!tries.isUnsure() || found === null || found < size) {
          disturbance = { expectedBytes: size, foundBytes: scanned.bytes };
          // It was written to the end after all, and is what it is: a record.
        } else if (scanned.asked?.prev === end.hash) takeUp(scanned.asked, lineOf(scanned.asked));
        [size, odd] = [scanned.bytes, scanned.odd];
      }
      await mend();
      tries.end();
      return disturbance;
    },
    async close() {
      await file?.close();
      file = null;
    },
  };
}

/** The record of what broke off, where nothing but its line break is missing. */
function unbroken(odd: readonly TrailLine[], end: ChainEnd): AuditRecord | null {
  const [only] = odd;
  if (odd.length !== 1 || !only || only.isEnded || only.text === null) return null;
  const record = parseLine(only.text);
  return record?.seq === end.seq + 1 && record.prev === end.hash ? record : null;
}

/** What was written without a word that it arrived. */
function createTries() {
  /** A write failed, so that a part of it, or all, may be in the file. */
  let isUnsure = false;
  let tried: { readonly record: NewRecord; readonly hash: string } | null = null;
  let landed: NewRecord | null = null;
  return {
    isUnsure: () => isUnsure,
    begin(record: NewRecord, hash: string): void {
      isUnsure = true;
      tried = { record, hash };
    },
    end(): void {
      isUnsure = false;
    },
    /** A record was found in the file. */
    arrived(hash: string): void {
      if (isUnsure && tried?.hash === hash) landed = tried.record;
      tried = null;
    },
    /** Asked once, when the same is to be written again. */
    hasLanded(record: NewRecord): boolean {
      const has = landed === record;
      if (has) landed = null;
      return has;
    },
  };
}
