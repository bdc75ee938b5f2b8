/**
 * Writes a zip of a few texts (PKWARE's APPNOTE.TXT, 4.3): deflated, names in UTF-8, no encryption, no zip64. What the program
 * packs is a handful of files of known size, for which a library would be more to watch than this.
 */
import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

export interface ZipFile {
  readonly name: string;
  readonly text: string;
}

const deflate = promisify<Buffer, Buffer>(deflateRaw);

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
/** 2.0: the oldest that deflates. */
const VERSION = 20;
/** Names are in UTF-8. */
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
/** Made on a system with modes, so that the one of each file counts. */
const MADE_ON_UNIX = 3 << 8;
/** An ordinary file that its owner alone reads and writes. */
const MODE = 0o100600;
/** The end of its own 16 and 32 bits. */
const MOST_FILES = 0xffff;
const MOST_BYTES = 0xffffffff;

/** @param at when the files were made, in milliseconds since the epoch @throws RangeError for more than a zip holds */
export async function zipOf(files: readonly ZipFile[], at: number): Promise<Buffer> {
  if (files.length > MOST_FILES) throw new RangeError('Too many files for a zip.');
  const stamp = dosTime(new Date(at));
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, text } of files) {
    const content = Buffer.from(text);
    const packed = await deflate(content);
    const path = Buffer.from(name);
    // What both headers say of a file, in the same order.
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(VERSION, 0);
    facts.writeUInt16LE(UTF8_NAMES, 2);
    facts.writeUInt16LE(DEFLATED, 4);
    facts.writeUInt32LE(stamp, 6);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(path.length, 22);
    const rest = Buffer.alloc(14);
    // Attributes of the system in the upper half, and then where the local header is.
    rest.writeUInt32LE((MODE << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    central.push(uint32(CENTRAL_HEADER), uint16(MADE_ON_UNIX | VERSION), facts, rest, path);
    const entry = [uint32(LOCAL_HEADER), facts, path, packed];
    local.push(...entry);
    offset += entry.reduce((sum, part) => sum + part.length, 0);
    if (offset > MOST_BYTES) throw new RangeError('Too much for a zip.');
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

/** The time in the low half, the date in the high one; two seconds apart, from 1980 on, in the time of the place. */
function dosTime(at: Date): number {
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  const date = (Math.max(at.getFullYear() - 1980, 0) << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  return ((date << 16) | time) >>> 0;
}
