/** What a dialog would ask, where a command runs alone: at its terminal, which no other program can claim. */
import { REVEAL_WORD } from '../../shared/command-line/messages.ts';
import { changeText, type ProfileQuestion } from '../../shared/text/change-text.ts';
import type { Text } from '../../shared/text/en.ts';
import type { Talk } from './run-command.ts';

export const askedAtTerminal = ({ isTerminal, answer }: Talk, text: Text) => ({
  async confirmChange({ profileName, changes }: ProfileQuestion): Promise<boolean> {
    if (!isTerminal) return false;
    const lines = changes.map((change) => changeText(text, change));
    return (await answer({ ask: 'change', name: profileName, lines })) !== null;
  },
  /** Another command line has asked for it: what stands there was typed by nobody that this process knows of. */
  async confirmReveal(): Promise<boolean> {
    return isTerminal && (await answer({ ask: 'reveal', word: REVEAL_WORD }))?.trim() === REVEAL_WORD;
  },
});
