// The files that icons come in: PNG, ICO and ICNS, written from pixels, so that the same picture gives the same bytes.
import { deflateSync } from 'node:zlib';

/** @typedef {{ size: number, rgba: Buffer }} Picture a square, four bytes for each pixel, rows from the top */

/** @type {readonly number[]} What desktops on Linux look for: hicolor's index.theme ends at 512. */
export const linuxSizes = [16, 24, 32, 48, 64, 96, 128, 256, 512];
/** @type {readonly number[]} */
export const icoSizes = [16, 24, 32, 48, 64, 128, 256];
/** The kinds of pictures in an ICNS that hold a PNG, with their sizes; 16 and 32 points come as those for Retina. */
export const icnsKinds = /** @type {const} */ ([
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]);

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** @param {Picture} picture @returns {Buffer} */
export function pngOf({ size, rgba }) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  // Eight bits for each of red, green, blue and alpha; no interlacing.
  head.set([8, 6, 0, 0, 0], 8);
  const stride = size * 4;
  const rows = Buffer.alloc((stride + 1) * size);
  for (let y = 0; y < size; y += 1) {
    // Filter 1: each byte as the difference to the pixel at its left, which packs flat areas well.
    rows[y * (stride + 1)] = 1;
    for (let x = 0; x < stride; x += 1) {
      const left = x < 4 ? 0 : (rgba[y * stride + x - 4] ?? 0);
      rows[y * (stride + 1) + 1 + x] = ((rgba[y * stride + x] ?? 0) - left) & 0xff;
    }
  }
  const parts = [pngChunk('IHDR', head), pngChunk('IDAT', deflateSync(rows, { level: 9 })), pngChunk('IEND')];
  return Buffer.concat([pngSignature, ...parts]);
}

/** @param {string} kind @param {Buffer} data */
function pngChunk(kind, data = Buffer.alloc(0)) {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), named, uint32(crc32(named))]);
}

/** PNG's check sum (ISO 3309). @param {Buffer} data */
function crc32(data) {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** @param {number} value */
function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/**
 * Small pictures as bitmaps, because not every program that reads ICO knows PNG in them, and 256 as PNG, which Windows
 * wants.
 * @param {readonly Picture[]} pictures
 * @returns {Buffer}
 */
export function icoOf(pictures) {
  const images = pictures.map((picture) => (picture.size < 256 ? bitmapOf(picture) : pngOf(picture)));
  const directory = Buffer.alloc(6 + 16 * pictures.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(pictures.length, 4);
  let offset = directory.length;
  for (const [index, image] of images.entries()) {
    const at = 6 + 16 * index;
    const size = pictures[index]?.size ?? 0;
    // One byte, where 0 stands for 256.
    directory.writeUInt8(size % 256, at);
    directory.writeUInt8(size % 256, at + 1);
    directory.writeUInt16LE(1, at + 4);
    directory.writeUInt16LE(32, at + 6);
    directory.writeUInt32LE(image.length, at + 8);
    directory.writeUInt32LE(offset, at + 12);
    offset += image.length;
  }
  return Buffer.concat([directory, ...images]);
}

/** A BITMAPINFOHEADER of double height, the pixels as BGRA from the bottom, and an empty mask. @param {Picture} picture */
function bitmapOf({ size, rgba }) {
  const head = Buffer.alloc(40);
  head.writeUInt32LE(40, 0);
  head.writeInt32LE(size, 4);
  head.writeInt32LE(size * 2, 8);
  head.writeUInt16LE(1, 12);
  head.writeUInt16LE(32, 14);
  const pixels = Buffer.alloc(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const from = (y * size + x) * 4;
      const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(from, from + 4);
      pixels.set([blue, green, red, alpha], ((size - 1 - y) * size + x) * 4);
    }
  }
  const maskRow = Math.ceil(size / 32) * 4;
  return Buffer.concat([head, pixels, Buffer.alloc(maskRow * size)]);
}

/** @param {(size: number) => Picture} pictureOf @returns {Buffer} */
export function icnsOf(pictureOf) {
  const entries = icnsKinds.map(([kind, size]) => {
    const png = pngOf(pictureOf(size));
    return Buffer.concat([Buffer.from(kind, 'latin1'), uint32(png.length + 8), png]);
  });
  const all = Buffer.concat(entries);
  return Buffer.concat([Buffer.from('icns', 'latin1'), uint32(all.length + 8), all]);
}
