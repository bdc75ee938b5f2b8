/** Reads a PNG as strictly as RFC 2083 is written: what is not as it says is an error. It knows two filters: none, and the line above. */
import { crc32, inflateSync } from 'node:zlib';

export interface ReadPng {
  readonly width: number;
  readonly height: number;
  readonly hasOpacity: boolean;
  /** Red, green, blue and how opaque, for each pixel. */
  readonly pixels: number[][];
}

export function readPng(file: Uint8Array): ReadPng {
  const bytes = Buffer.from(file);
  if (bytes.subarray(0, 8).toString('latin1') !== '\x89PNG\r\n\x1a\n') throw new Error('no PNG');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const [named, content] = [bytes.subarray(at + 4, at + 8 + length), bytes.subarray(at + 8, at + 8 + length)];
    if (bytes.readUInt32BE(at + 8 + length) !== crc32(named)) throw new Error('wrong check');
    chunks.set(named.subarray(0, 4).toString('latin1'), content);
    at += 12 + length;
  }
  if ([...chunks.keys()].join() !== 'IHDR,IDAT,IEND') throw new Error('other chunks');
  const header = chunks.get('IHDR') ?? Buffer.alloc(0);
  const [width, height, kind] = [header.readUInt32BE(0), header.readUInt32BE(4), header.readUInt8(9)];
  if (header.length !== 13 || header.readUInt8(8) !== 8 || header.readUIntBE(10, 3) !== 0) throw new Error('header');
  if (kind !== 2 && kind !== 6) throw new Error('kind');
  const lines = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const bytesOfPixel = kind === 6 ? 4 : 3;
  const stride = 1 + width * bytesOfPixel;
  if (lines.length !== stride * height) throw new Error('length');
  const pixels: number[][] = [];
  for (let y = 0; y < height; y += 1) {
    const filter = lines[y * stride];
    if (filter !== 0 && (filter !== 2 || y === 0)) throw new Error('filter');
    for (let at = y * stride + 1; filter === 2 && at < (y + 1) * stride; at += 1) {
      lines[at] = (lines[at] ?? 0) + (lines[at - stride] ?? 0);
    }
    for (let x = 0; x < width; x += 1) {
      const from = y * stride + 1 + x * bytesOfPixel;
      pixels.push([...lines.subarray(from, from + 3), kind === 6 ? (lines[from + 3] ?? 0) : 255]);
    }
  }
  return { width, height, hasOpacity: kind === 6, pixels };
}
