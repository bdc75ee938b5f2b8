/** The commands that change how large things are shown. */
import type { Command } from './command.ts';

const always = () => true;

export const zoomCommands = {
  actualSize: {
    menu: 'view',
    beginsPart: true,
    keys: ['CmdOrCtrl+0', 'CmdOrCtrl+num0'],
    doneBy: 'main',
    applies: always,
  },
  // With a plus that needs Shift, as on most keyboards, people press the same key without it; many have a block of digits.
  zoomIn: {
    menu: 'view',
    keys: ['CmdOrCtrl+Plus', 'CmdOrCtrl+=', 'CmdOrCtrl+Shift+=', 'CmdOrCtrl+numadd'],
    doneBy: 'main',
    applies: always,
  },
  zoomOut: {
    menu: 'view',
    keys: ['CmdOrCtrl+-', 'CmdOrCtrl+Shift+-', 'CmdOrCtrl+numsub'],
    doneBy: 'main',
    applies: always,
  },
} satisfies Record<string, Command>;
