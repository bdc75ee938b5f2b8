/** Whether windows are drawn by the graphics card, and without crashes. Without it workbooks are shown all the same, and slower. */
import { finding } from '../../../../shared/checks.ts';
import { plainText } from '../../../log/plain-text.ts';
import { type ComputerCheck, doubtful, right } from '../check.ts';

export const graphics: ComputerCheck = {
  id: 'graphics',
  about: 'computer',
  where: 'doctor',
  async run({ computer }) {
    const { compositing, isSwitchedOff, isSoftware = null, cards = [], crashes = 0 } = await computer.graphics();
    const named =
      cards.length === 0 ? [] : [finding('graphics_named', { cards: cards.map((card) => plainText(card)) })];
    // Of one that was switched off nothing else is to be said.
    if (isSwitchedOff) return doubtful('person', finding('graphics_switched_off'), ...named);
    // After some crashes Chromium goes on without the card: then they are why.
    if (crashes > 0) return doubtful('it', finding('graphics_crashed', { count: crashes }), ...named);
    if (!compositing.startsWith('enabled') || isSoftware === true) {
      const said = compositing.startsWith('enabled') ? 'software_rendering' : compositing;
      return doubtful('it', finding('graphics_software', { said }), ...named);
    }
    return right(finding('graphics_hardware'), ...named);
  },
};
