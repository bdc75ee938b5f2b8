/** Keys as they stand on the keyboard of a platform. */

/** Of the block of digits, which has the signs a second time. */
const numberPad: Readonly<Record<string, string>> = { num0: 'Num 0', numadd: 'Num +', numsub: 'Num -' };

const macNames: Readonly<Record<string, string>> = {
  ...numberPad,
  CmdOrCtrl: '⌘',
  Cmd: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Plus: '+',
};
const otherNames: Readonly<Record<string, string>> = { ...numberPad, CmdOrCtrl: 'Ctrl', Plus: '+' };

/** The parts of an accelerator as they stand on the keys of a platform. */
export function keyNames(accelerator: string, platform: string): string[] {
  const names = platform.startsWith('darwin') ? macNames : otherNames;
  return accelerator.split('+').map((part) => names[part] ?? part);
}
