// What is set beyond electron-builder.yml, as arguments of electron-builder.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';

/** @typedef {Record<string, any>} Configuration electron-builder's */

/** @returns {Promise<Configuration>} */
export async function readConfiguration() {
  // Only here: this file is loaded before node_modules exists.
  // @ts-expect-error It brings no types.
  const { load } = await import('js-yaml');
  return load(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));
}

/**
 * The name of a window on X11, by which a desktop finds the menu entry that belongs to it. From Electron 41 on it is
 * the name of the entry, and before that the product's.
 * @param {string} electronVersion
 * @param {{ desktopName: string, productName: string }} metadata
 */
export function windowClass(electronVersion, { desktopName, productName }) {
  return Number.parseInt(electronVersion, 10) >= 41 ? desktopName.replace(/\.desktop$/, '') : productName;
}

/**
 * For what nobody signs: Apple's processors run no program without a signature, and setting the fuses breaks the one that
 * Electron has. This puts one of nobody in its place.
 */
export const signedByNobody = '-c.electronFuses.resetAdHocDarwinSignature=true';

/**
 * What marks a package that is no release: the names of its files and what it says of itself.
 * @param {Configuration} configuration
 * @param {{ description: string, electronVersion: string, isTestBuild: boolean }} options
 * @returns {string[]}
 */
export function notARelease(configuration, { description, electronVersion, isTestBuild }) {
  const kind = isTestBuild ? 'built for tests, and obeys what tests ask of it' : 'built to be tried';
  const words = `NOT A RELEASE (Electron ${electronVersion}, ${kind}).`;
  const named = Object.entries(configuration).filter(([, options]) => typeof options?.artifactName === 'string');
  const renamed = named.map(([target, { artifactName }]) => {
    const marked = artifactName.replace(/^\$\{(?:name|productName)\}/, '$&-not-a-release');
    if (marked === artifactName) throw new Error(`The name of ${target} begins with neither name nor productName.`);
    return `-c.${target}.artifactName=${marked}`;
  });
  return [
    ...renamed,
    `-c.extraMetadata.description=${words} ${description}`,
    `-c.linux.synopsis=${configuration.linux.synopsis} (not a release)`,
  ];
}

/** @returns {{ version: string, description: string, desktopName: string, homepage: string, productName: string }} of package.json */
export const readMetadata = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
