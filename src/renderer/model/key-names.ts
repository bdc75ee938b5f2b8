/** Keys as they stand on the keyboard of a platform. */

const macNames: Readonly<Record<string, string>> = {
  CmdOrCtrl: '⌘',
  Cmd: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Plus: '+',
};
const otherNames: Readonly<Record<string, string>> = { CmdOrCtrl: 'Ctrl', Plus: '+' };

/** The parts of an accelerator as they stand on the keys of a platform. */
export function keyNames(accelerator: string, platform: string): string[] {
  const names = platform.startsWith('darwin') ? macNames : otherNames;
  return accelerator.split('+').map((part) => names[part] ?? part);
}
