// What a deb and an rpm bring for shells and for `man`: written from the table of commands and the texts while packages are
// made, so that they are those of the program beside them. Other packages have no place for them that a system looks into.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../paths.mjs';

/** Names of the files, below `out/`; electron-builder.yml says where each of them is installed. */
export const shellFilesFolder = 'out/command-line';
export const shellFiles = /** @type {const} */ ({
  man: 'sightglass.1.gz',
  bash: 'sightglass.bash',
  zsh: '_sightglass',
  fish: 'sightglass.fish',
});

/**
 * @param {object} source
 * @param {typeof import('../../src/main/command-line/man-page.ts').manPage} source.manPage
 * @param {typeof import('../../src/main/command-line/completions.ts').completionFor} source.completionFor
 * @param {import('../../src/shared/text/en.ts').Text} source.en
 * @returns {Record<keyof typeof shellFiles, Buffer>} what is in each of them
 */
export function shellFileContents({ manPage, completionFor, en }) {
  return {
    // Without a time and a name in its head, so that the same page gives the same bytes.
    man: gzipSync(manPage(en), { level: 9 }),
    bash: Buffer.from(completionFor('bash', en)),
    zsh: Buffer.from(completionFor('zsh', en)),
    fish: Buffer.from(completionFor('fish', en)),
  };
}

/** Writes them anew. */
export async function writeShellFiles() {
  const { runnerImport } = await import('vite');
  /** @param {string} file @returns {Promise<any>} */
  const load = async (file) => (await runnerImport(join(root, file), { root, configFile: false })).module;
  const contents = shellFileContents({
    ...(await load('src/main/command-line/man-page.ts')),
    ...(await load('src/main/command-line/completions.ts')),
    ...(await load('src/shared/text/en.ts')),
  });
  const folder = join(root, shellFilesFolder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of /** @type {(keyof typeof shellFiles)[]} */ (Object.keys(shellFiles))) {
    const file = join(folder, shellFiles[name]);
    writeFileSync(file, contents[name]);
    // Everybody reads them, whatever the person who builds keeps to themselves.
    chmodSync(file, 0o644);
  }
}
