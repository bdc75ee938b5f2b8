/** Whether windows are drawn by the graphics card. Without it workbooks are shown all the same, and slower. */
import { finding } from '../../../../shared/checks.ts';
import { type ComputerCheck, doubtful, right } from '../check.ts';

export const graphics: ComputerCheck = {
  id: 'graphics',
  about: 'computer',
  where: 'doctor',
  async run({ computer }) {
    const { compositing, isSwitchedOff } = await computer.graphics();
    if (compositing.startsWith('enabled')) return right(finding('graphics_hardware'));
    return isSwitchedOff
      ? doubtful('person', finding('graphics_switched_off'))
      : doubtful('it', finding('graphics_software', { said: compositing }));
  },
};
