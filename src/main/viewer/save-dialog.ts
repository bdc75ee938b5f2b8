/** The dialog in which a person says where a file of a workbook goes: with a name, a kind and a folder. */
import { join } from 'node:path';
import type { SaveDialogOptions } from 'electron';

/** Longer ones do not fit with a folder into what Windows takes. */
const MOST = 120;
/** What no file name of any system may hold, and what makes a name look like another one: controls and directions. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"/\\|?*]/gu;
/** Names of devices on Windows, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * @param suggested what the page, or the server behind it, calls the file: anything
 * @param folder where files are saved usually
 * @param fallback the name of a file without one
 */
export function saveDialogOf(suggested: string, folder: string, fallback: string): SaveDialogOptions {
  const [, stem = '', ending = ''] = /^(.*?)((?:\.[A-Za-z0-9]{1,8})?)$/su.exec(plainName(suggested)) ?? [];
  const name = `${stem.slice(0, MOST).trim() || fallback}${ending}`;
  const kind = ending.slice(1);
  return {
    title: name,
    defaultPath: join(folder, name),
    ...(kind !== '' && { filters: [{ name: kind.toUpperCase(), extensions: [kind] }] }),
  };
}

/** Neither hidden, nor ended by what Windows drops. */
function plainName(suggested: string): string {
  const plain = suggested
    .replace(UNFIT, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  return DEVICE.test(plain) ? `_${plain}` : plain;
}
