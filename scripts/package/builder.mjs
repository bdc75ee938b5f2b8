// electron-builder as its own command runs it, and two things more: the menu entry of deb and rpm starts the launcher
// beside the program (build/linux/start), which no setting can say, and offers one more window by it. The entry names the executable otherwise, and
// Chromium dies in that without a word where there is no sandbox. See docs/decisions/0038.
import { readFileSync, writeFileSync } from 'node:fs';
import { build, configureBuildCommand, createYargs } from 'electron-builder/out/builder.js';

const executable = /^Exec=(\/opt\/[^/]+\/)sightglass(?= |$)/m;

/**
 * @param {string} entry the text of a menu entry
 * @returns {string} the same with the launcher in the place of the executable
 */
export function withLauncher(entry) {
  if (!executable.test(entry)) throw new Error('The menu entry does not start the program as expected.');
  return entry.replace(executable, 'Exec=$1start');
}

/**
 * One more window, as the program calls it in its menu; a test compares the two.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const newWindow = {
  en: 'New Window',
  de: 'Neues Fenster',
  fr: 'Nouvelle fenêtre',
  es: 'Nueva ventana',
  ja: '新しいウィンドウ',
};

/**
 * @param {string} entry the text of a menu entry
 * @returns {string} the same, which offers one more window besides, as by a right click on the icon
 */
export function withNewWindow(entry) {
  const [, start] = /^Exec=(\S+)/m.exec(entry) ?? [];
  if (start === undefined || /^Actions=|^\[Desktop Action/m.test(entry)) {
    throw new Error('The menu entry has no start, or offers something already.');
  }
  const names = Object.entries(newWindow).map(([language, name]) =>
    language === 'en' ? `Name=${name}` : `Name[${language}]=${name}`,
  );
  const action = ['', '[Desktop Action new-window]', ...names, `Exec=${start} --new-window`, ''];
  return `${entry.trimEnd()}\nActions=new-window;\n${action.join('\n')}`;
}

/** Called by electron-builder for each target; a deb and an rpm come with fpm's arguments and the file of the entry. */
async function changeMenuEntry(/** @type {unknown} */ computed) {
  const file = Array.isArray(computed) ? computed[1] : undefined;
  if (typeof file === 'string' && file.endsWith('.desktop')) {
    writeFileSync(file, withNewWindow(withLauncher(readFileSync(file, 'utf8'))));
  }
  // True would be: leave this target out.
  return false;
}

if (process.argv[1] === import.meta.filename) {
  const args = configureBuildCommand(createYargs()).strict().parse(process.argv.slice(2));
  try {
    await build({ ...args, effectiveOptionComputed: changeMenuEntry });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
