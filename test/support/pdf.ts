/** Reads of a PDF what a test wants to know: its pages, and the pictures in it as pixels. It knows the files of Chromium. */
import { inflateSync } from 'node:zlib';

export interface PdfPicture {
  readonly width: number;
  readonly height: number;
  /** Three bytes for each pixel: red, green and blue. */
  readonly pixels: Buffer;
}

export interface ReadPdf {
  /** In points, of which 72 are an inch. */
  readonly pages: readonly { readonly width: number; readonly height: number }[];
  readonly pictures: readonly PdfPicture[];
}

export function readPdf(file: Buffer): ReadPdf {
  const text = file.toString('latin1');
  const pages = [...text.matchAll(/\/Type \/Page\b(?!s)[\s\S]*?endobj/g)].map(([page]) => {
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page) ?? [];
    return { width: Number(width), height: Number(height) };
  });
  const pictures = [...text.matchAll(/<<([^>]*\/Subtype \/Image[^>]*)>>\s*stream\r?\n/g)].flatMap((found) => {
    const [whole, head = ''] = found;
    const number = (name: string) => Number(new RegExp(`/${name} (\\d+)`).exec(head)?.[1]);
    if (!/DeviceRGB|ICCBased/.test(head) || !head.includes('/FlateDecode')) return [];
    const begin = found.index + whole.length;
    const pixels = inflateSync(file.subarray(begin, begin + number('Length')));
    return [{ width: number('Width'), height: number('Height'), pixels }];
  });
  return { pages, pictures };
}

/** How many different colours a picture has: one where it is blank. @param bytes for each pixel */
export function coloursOf({ pixels }: Pick<PdfPicture, 'pixels'>, bytes = 3): number {
  const colours = new Set<number>();
  for (let at = 0; at + 2 < pixels.length; at += bytes) colours.add(pixels.readUIntBE(at, 3));
  return colours.size;
}
