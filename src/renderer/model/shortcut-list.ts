/** All commands with their keys, by menu: from the list of commands alone. */
import type { ChosenKeys } from '../../shared/accelerator.ts';
import {
  type CommandId,
  type CommandMenu,
  commandIds,
  commandMenus,
  commandOf,
  isThere,
  keysOf,
  withoutMnemonic,
} from '../../shared/commands.ts';
import type { AppState } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';
import { fold } from './fuzzy.ts';
import { keyNames } from './key-names.ts';

export interface Shortcut {
  readonly id: CommandId;
  readonly title: string;
  /** Each way to press it, as its parts stand on the keys. */
  readonly keys: readonly (readonly string[])[];
}

export interface ShortcutGroup {
  readonly menu: CommandMenu;
  readonly shortcuts: readonly Shortcut[];
}

const letters = (words: string): string => fold(words).letters.join('');

type Keyboard = Pick<AppState, 'platform' | 'chosenKeys' | 'help'>;

/** @param query words of a title, or keys as they are written */
export function shortcutsOf(state: Keyboard, query: string, text: Text): ShortcutGroup[] {
  const { platform, chosenKeys } = state;
  const wanted = query.split(/\s+/).map(letters).filter(Boolean);
  const all = commandIds
    .filter((id) => isThere(id, state))
    .map((id): Shortcut & { menu: CommandMenu } => ({
      id,
      menu: commandOf(id).menu,
      title: titleOf(id, text),
      keys: writtenKeys(id, platform, chosenKeys),
    }));
  const fits = ({ title, keys }: Shortcut): boolean => {
    const inTitle = letters(title);
    if (wanted.every((word) => inTitle.includes(word))) return true;
    // A key is meant as a whole: nobody who looks for K wants Backspace.
    return keys.some((names) => wanted.every((word) => names.some((name) => letters(name) === word)));
  };
  return commandMenus
    .map((menu) => ({ menu, shortcuts: all.filter((one) => one.menu === menu && fits(one)) }))
    .filter(({ shortcuts }) => shortcuts.length > 0);
}

/** Of a command that is done to one of several, what they have in common. */
export function titleOf(id: CommandId, text: Text): string {
  const connection = text.announcements.dataPlatform;
  return format(withoutMnemonic(text.commands[id]), { connection, window: text.tabs.moving.anyWindow }).replace(
    /…$/,
    '',
  );
}

/** Keys that differ for the program and not for a reader, as the same sign with and without Shift, are written once. */
function writtenKeys(id: CommandId, platform: string, chosen: ChosenKeys): string[][] {
  const seen = new Set<string>();
  return keysOf(id, platform, chosen)
    .map((keys) => keyNames(keys, platform))
    .filter((names) => {
      const written = names.join(' ');
      if (seen.has(written)) return false;
      seen.add(written);
      return true;
    });
}
