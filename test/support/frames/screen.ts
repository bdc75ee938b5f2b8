/** A virtual display whose picture can be read: Xvfb keeps it in a file. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDisplay } from '../../../scripts/display.mjs';
import { startChild } from '../../../scripts/processes.mjs';

export interface ScreenOptions {
  /** In pixels of the display. */
  readonly width?: number;
  readonly height?: number;
  /** Without one a window can neither be minimised nor lose its place to another. */
  readonly hasWindowManager?: boolean;
}

export interface Screen {
  /** For a program that is to show its windows here. */
  readonly environment: { readonly DISPLAY: string };
  /** The file that holds what the display shows, in every moment; the X server writes into it as into a graphics card. */
  readonly file: string;
  /** Where in the file the picture begins, in bytes. */
  readonly offset: number;
  /** From one line to the next, in bytes; a pixel has four: blue, green, red, and one of no meaning. */
  readonly stride: number;
  readonly width: number;
  readonly height: number;
  /** Called before it closes: what reads from it ends then, whatever became of the test. */
  readonly beforeClosing: Set<() => Promise<unknown>>;
  close(): Promise<void>;
}

/** The fields of the header of the X Window Dump format, in 32-bit words of big endian. */
const field = { headerBytes: 0, width: 4, height: 5, byteOrder: 7, bitsPerPixel: 11, bytesPerLine: 12, colours: 19 };
const COLOUR_BYTES = 12;

/**
 * Opens a display of its own, without a pointer: the server paints that into the picture and takes it out around
 * everything that is drawn beneath it.
 *
 * @param folder where the picture is kept
 */
export async function openScreen(
  folder: string,
  { width = 1600, height = 1000, hasWindowManager = false }: ScreenOptions = {},
): Promise<Screen> {
  mkdirSync(folder, { recursive: true });
  const more = ['-fbdir', folder, '-nocursor'];
  const { DISPLAY, stop } = await startDisplay({ size: `${width}x${height}`, more });
  const manager = hasWindowManager
    ? startChild('openbox', ['--sm-disable'], { env: { ...process.env, DISPLAY } })
    : null;
  const file = join(folder, 'Xvfb_screen0');
  const header = readFileSync(file).subarray(0, 100);
  const read = (index: number) => header.readUInt32BE(index * 4);
  const found = [field.width, field.height, field.byteOrder, field.bitsPerPixel].map(read);
  if (found.join() !== [width, height, 0, 32].join()) throw new Error(`Not a picture that can be read: ${found}.`);
  const beforeClosing: Screen['beforeClosing'] = new Set();
  return {
    environment: { DISPLAY },
    file,
    offset: read(field.headerBytes) + read(field.colours) * COLOUR_BYTES,
    stride: read(field.bytesPerLine),
    width,
    height,
    beforeClosing,
    async close() {
      for (const end of beforeClosing) await end();
      await manager?.stop();
      await stop();
    },
  };
}
