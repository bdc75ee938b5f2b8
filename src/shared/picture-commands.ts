/** The commands that make paper and pictures of a workbook. */
import type { Command, Situation } from './command.ts';

/** A wall is for looking at. */
const isPictured = ({ pane, state }: Situation) => pane?.phase === 'ready' && state.window.wall === null;

export const pictureCommands = {
  // Sigma's page gets the key first.
  printWorkbook: { menu: 'file', beginsPart: true, keys: ['CmdOrCtrl+P'], doneBy: 'main', applies: isPictured },
  stopPrinting: {
    menu: 'file',
    insteadOf: 'printWorkbook',
    doneBy: 'main',
    applies: ({ state }) => state.window.printing !== null,
  },
  savePdf: { menu: 'file', doneBy: 'main', applies: isPictured },
  savePicture: { menu: 'file', doneBy: 'main', applies: isPictured },
  copyPicture: { menu: 'file', doneBy: 'main', applies: isPictured },
} satisfies Record<string, Command>;
