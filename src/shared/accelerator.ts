/** Keys in Electron's words (`CmdOrCtrl+Shift+K`): which are the same, which a press is, and which a person may not choose. */

/** By command, what a person chose in the place of its keys; an empty text is none at all. */
export type ChosenKeys = Readonly<Record<string, string>>;

/** What was pressed, as a page is told of it. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

export const keyRefusals = ['unknown', 'typing', 'editing', 'moving', 'system', 'program'] as const;
/** Why keys cannot be chosen. */
export type KeyRefusal = (typeof keyRefusals)[number];

const modifiers = ['Ctrl', 'Alt', 'Shift', 'Cmd'] as const;
type Modifier = (typeof modifiers)[number];

const isMac = (platform: string): boolean => platform.startsWith('darwin');

interface Keys {
  readonly held: ReadonlySet<Modifier>;
  readonly key: string;
}

function keysIn(accelerator: string, platform: string): Keys {
  const parts = accelerator.split('+');
  const key = parts.at(-1) ?? '';
  const primary: Modifier = isMac(platform) ? 'Cmd' : 'Ctrl';
  const held = parts.slice(0, -1).map((part) => (part === 'CmdOrCtrl' ? primary : part));
  return {
    held: new Set(modifiers.filter((one) => held.includes(one))),
    key: key.length === 1 ? key.toUpperCase() : key,
  };
}

/** One way to write each keys of a platform, by which they are compared. */
export function canonical(accelerator: string, platform: string): string {
  const { held, key } = keysIn(accelerator, platform);
  return [...held, key].join('+');
}

/** Named by pages otherwise than by Electron. */
const named: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ' ': 'Space',
  '+': 'Plus',
};

/** The keys of a press; null while nothing but Ctrl, Shift and their like is held. */
export function acceleratorOf(press: KeyPress, platform: string): string | null {
  const { key, code } = press;
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process'].includes(key)) return null;
  const primary = isMac(platform) ? press.metaKey : press.ctrlKey;
  const held = [
    ...(primary ? ['CmdOrCtrl'] : []),
    ...(press.ctrlKey && isMac(platform) ? ['Ctrl'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey ? ['Shift'] : []),
    ...(press.metaKey && !isMac(platform) ? ['Cmd'] : []),
  ];
  return [...held, nameOf(key, code)].join('+');
}

/** A letter as it is written; where a keyboard has another script, or Alt makes a sign of it, the letter in its place. */
function nameOf(key: string, code: string): string {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const [, digit] = /^Digit(\d)$/.exec(code) ?? [];
  if (digit !== undefined) return digit;
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter !== undefined) return letter;
  return named[key] ?? key;
}

/** What GTK's own keys of fields select: everything, and nothing (its key bindings of entries and text views). */
const selectsInGtk = ['Ctrl+/', 'Ctrl+\\'];

/** Whether the system makes a selection of these keys, wherever in a page the focus is, before any menu hears of them. */
export const isTakenByToolkit = (accelerator: string, platform: string): boolean =>
  platform.startsWith('linux') && selectsInGtk.includes(canonical(accelerator, platform));

const isFunctionKey = (key: string) => /^F([1-9]|1\d|2[0-4])$/.test(key);
const isSign = (key: string) => /^[A-Z0-9,./;'[\]\\=`-]$/.test(key) || key === 'Plus';
const steps = ['Up', 'Down', 'Left', 'Right', 'Home', 'End', 'PageUp', 'PageDown'];
const edits = ['Insert', 'Delete', 'Backspace'];
/** Without these nobody gets through a window or a dialog by the keyboard. */
const moves = ['Escape', 'Tab', 'Enter', 'Space'];

/** What fields of text need, with the key for commands held, and Shift or not. */
const fieldKeys = ['A', 'C', 'V', 'X', 'Y', 'Z'];

/** Of the menus themselves, which no command has. */
const ofMenus = { mac: ['Ctrl+Cmd+F', 'Shift+Cmd+W'], other: ['F10', 'Shift+F10', 'F11', 'Ctrl+Q', 'Ctrl+M'] };
const ofSystem = {
  mac: [
    ...['Cmd+Q', 'Cmd+H', 'Cmd+M', 'Cmd+`', 'Alt+Cmd+H', 'Shift+Cmd+Q', 'Ctrl+Cmd+Q', 'F11'],
    ...['Shift+Cmd+3', 'Shift+Cmd+4', 'Shift+Cmd+5', 'Ctrl+Up', 'Ctrl+Down', 'Ctrl+Left', 'Ctrl+Right'],
  ],
  other: ['Alt+F4'],
};

/** Why a person cannot choose these keys for a command; null where they can. */
export function keyRefusal(accelerator: string, platform: string): KeyRefusal | null {
  const { held, key } = keysIn(accelerator, platform);
  const mac = isMac(platform);
  const written = canonical(accelerator, platform);
  if (moves.includes(key)) return 'moving';
  // With Shift a sign is another one, and which depends on the keyboard.
  const isKnown = isFunctionKey(key) || steps.includes(key) || edits.includes(key) || isSign(key);
  if (!isKnown || (held.has('Shift') && isSign(key) && !/^[A-Z0-9]$/.test(key))) return 'unknown';
  if (ofSystem[mac ? 'mac' : 'other'].includes(written) || (!mac && held.has('Cmd'))) return 'system';
  if (ofMenus[mac ? 'mac' : 'other'].includes(written)) return 'program';
  if (isFunctionKey(key)) return null;
  return mac ? ofMacFields(held, key) : ofOtherFields(held, key);
}

function ofMacFields(held: ReadonlySet<Modifier>, key: string): KeyRefusal | null {
  if (!held.has('Cmd') && !held.has('Ctrl')) return isSign(key) ? 'typing' : 'editing';
  const isPlain = !held.has('Alt') && !(held.has('Cmd') && held.has('Ctrl'));
  // Ctrl and a letter move in a field of text, as in every program of macOS.
  if (held.has('Ctrl') && !held.has('Cmd')) return /^[A-Z]$/.test(key) || edits.includes(key) ? 'editing' : null;
  if (isPlain && (fieldKeys.includes(key) || edits.includes(key) || steps.includes(key))) return 'editing';
  return null;
}

function ofOtherFields(held: ReadonlySet<Modifier>, key: string): KeyRefusal | null {
  // AltGr is Ctrl and Alt on Windows: many keyboards type signs with it.
  if (held.has('Ctrl') && held.has('Alt')) return isSign(key) ? 'typing' : null;
  if (held.has('Alt')) {
    if (isSign(key)) return 'program';
    return ['Left', 'Right'].includes(key) || edits.includes(key) ? 'editing' : null;
  }
  if (!held.has('Ctrl')) return isSign(key) ? 'typing' : 'editing';
  const isOfField = fieldKeys.includes(key) || edits.includes(key);
  return isOfField || (steps.includes(key) && !key.startsWith('Page')) ? 'editing' : null;
}
