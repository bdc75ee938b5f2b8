/** Writes a PNG, and nothing else: pictures of failed tests need no more. */
import { crc32, deflateSync } from 'node:zlib';

/** @param pixels four bytes each: blue, green, red, and one that is not looked at */
export function encodePng(pixels: Uint8Array, width: number, height: number): Buffer {
  const lines = Buffer.alloc(height * (1 + width * 3));
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    lines[to++] = 0;
    for (let from = y * width * 4; from < (y + 1) * width * 4; from += 4) {
      lines[to++] = pixels[from + 2] ?? 0;
      lines[to++] = pixels[from + 1] ?? 0;
      lines[to++] = pixels[from] ?? 0;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a channel, red, green and blue.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: 3 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}
