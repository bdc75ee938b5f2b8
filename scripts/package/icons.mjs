// `npm run icons`: draws build/icon.svg in Chromium in each size and writes build/icons/, icon.png, icon.ico and
// icon.icns. The results are committed: whoever packages needs no Chromium.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, SetUpError, say } from '../cli.mjs';
import { root } from '../paths.mjs';
import { findChromium } from '../system-packages.mjs';
import { icnsKinds, icnsOf, icoOf, icoSizes, linuxSizes, pngOf } from './icon-files.mjs';

const folder = join(root, 'build');

/**
 * @param {string} svg
 * @param {readonly number[]} sizes
 * @param {string} chromiumPath
 * @returns {Promise<Map<number, import('./icon-files.mjs').Picture>>}
 */
export async function drawIcon(svg, sizes, chromiumPath) {
  const { chromium } = await import('playwright');
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    // Pixels that do not depend on the computer's graphics, and a sandbox that root has not.
    args: ['--disable-gpu', '--force-color-profile=srgb', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  try {
    const page = await browser.newPage();
    /** @type {Map<number, import('./icon-files.mjs').Picture>} */
    const pictures = new Map();
    for (const size of sizes) {
      const pixels = await page.evaluate(
        async ([url, edge]) => {
          const image = new Image(edge, edge);
          image.src = url;
          await image.decode();
          const canvas = new OffscreenCanvas(edge, edge);
          const context = canvas.getContext('2d');
          if (!context) throw new Error('There is no canvas.');
          context.drawImage(image, 0, 0, edge, edge);
          return Array.from(context.getImageData(0, 0, edge, edge).data);
        },
        /** @type {const} */ ([`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`, size]),
      );
      pictures.set(size, { size, rgba: Buffer.from(pixels) });
    }
    return pictures;
  } finally {
    await browser.close();
  }
}

await runCommand(async () => {
  const chromium = findChromium(process.env);
  if (!chromium) throw new SetUpError('The icons are drawn by Chromium, and there is none.');
  const sizes = [...new Set([...linuxSizes, ...icoSizes, ...icnsKinds.map(([, size]) => size)])];
  const pictures = await drawIcon(readFileSync(join(folder, 'icon.svg'), 'utf8'), sizes, chromium);
  /** @param {number} size */
  const pictureOf = (size) => {
    const picture = pictures.get(size);
    if (!picture) throw new Error(`There is no picture of ${size} pixels.`);
    return picture;
  };
  rmSync(join(folder, 'icons'), { recursive: true, force: true });
  mkdirSync(join(folder, 'icons'));
  for (const size of linuxSizes) writeFileSync(join(folder, `icons/${size}x${size}.png`), pngOf(pictureOf(size)));
  writeFileSync(join(folder, 'icon.png'), pngOf(pictureOf(1024)));
  writeFileSync(join(folder, 'icon.ico'), icoOf(icoSizes.map(pictureOf)));
  writeFileSync(join(folder, 'icon.icns'), icnsOf(pictureOf));
  say(`Drew build/icon.svg in ${sizes.length} sizes.`);
});
