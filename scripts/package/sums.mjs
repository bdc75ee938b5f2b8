// The hashes of what was built, in a file beside it that `sha256sum --check` understands.
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const isPackage = /\.(?:deb|rpm|AppImage|tar\.gz|exe|msi|dmg|zip|pkg)$/;

/**
 * @param {string} output
 * @param {number} since milliseconds: what is older was built by another run
 */
export async function writeSums(output, since) {
  const names = readdirSync(output).filter(
    (name) => isPackage.test(name) && statSync(join(output, name)).mtimeMs >= since,
  );
  const lines = [];
  for (const name of names.sort()) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(output, name)), hash);
    lines.push(`${hash.digest('hex')}  ${name}\n`);
  }
  if (lines.length > 0) writeFileSync(join(output, 'SHA256SUMS'), lines.join(''));
}
