/** Which command a key means that a person presses while the focus is in a workbook. */
import type { Input } from 'electron';
import { type ChosenKeys, isTakenByToolkit } from '../../shared/accelerator.ts';
import { type CommandId, commandIds, commandOf, keysOf } from '../../shared/commands.ts';

type Press = Pick<Input, 'key' | 'code' | 'control' | 'shift' | 'alt' | 'meta'>;

/** Of the commands whose keys go past the workbook; null for all other keys, which are the workbook's own. */
export function commandOfPress(press: Press, platform: NodeJS.Platform, chosen: ChosenKeys): CommandId | null {
  const isPressed = (id: CommandId) =>
    keysOf(id, platform, chosen).some(
      (keys) =>
        isPress(press, keys, platform) &&
        // The page would get a selection, and the menu nothing.
        (commandOf(id).isTakenFromWorkbook === true || isTakenByToolkit(keys, platform)),
    );
  return commandIds.find(isPressed) ?? null;
}

/** Whether a press is one of an accelerator such as `CmdOrCtrl+Shift+K`, with these modifiers and no others. */
function isPress(press: Press, accelerator: string, platform: NodeJS.Platform): boolean {
  const parts = accelerator.split('+');
  const wanted = new Set(parts.slice(0, -1).map((part) => modifierOf(part, platform)));
  const held = { control: press.control, shift: press.shift, alt: press.alt, meta: press.meta };
  const hasModifiers = Object.entries(held).every(([name, isHeld]) => isHeld === wanted.has(name));
  return hasModifiers && isKey(press, parts.at(-1) ?? '');
}

function modifierOf(name: string, platform: NodeJS.Platform): string {
  if (name === 'CmdOrCtrl') return platform === 'darwin' ? 'meta' : 'control';
  return { Cmd: 'meta', Ctrl: 'control', Shift: 'shift', Alt: 'alt' }[name] ?? name;
}

/** Named otherwise where they are pressed. */
const pressed: Readonly<Record<string, string>> = {
  Plus: '+',
  Up: 'ArrowUp',
  Down: 'ArrowDown',
  Left: 'ArrowLeft',
  Right: 'ArrowRight',
};

/** On a keyboard of another script, the key in the place of the letter counts, as it does in menus. */
function isKey({ key, code }: Press, wanted: string): boolean {
  if (key.toLowerCase() === (pressed[wanted] ?? wanted).toLowerCase()) return true;
  // Where digits are typed with Shift, as on French keyboards, their keys count without it.
  if (/^\d$/.test(wanted)) return code === `Digit${wanted}`;
  const isOtherScript = key.length === 1 && key > '\u007f';
  return isOtherScript && code === `Key${wanted.toUpperCase()}`;
}
