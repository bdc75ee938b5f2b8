/** What a command that runs alone is asked by others: their word is not enough, the person at its own terminal has it. */
import { describe, expect, test } from 'vitest';
import { askedAtTerminal } from '../../../src/main/command-line/asked-at-terminal.ts';
import type { Question } from '../../../src/shared/command-line/messages.ts';
import { en } from '../../../src/shared/text/en.ts';

function terminal(typed: string | null, isTerminal = true) {
  const asked: Question[] = [];
  const talk = {
    isTerminal,
    async answer(question: Question) {
      asked.push(question);
      return typed;
    },
    onNote: () => undefined,
  };
  return { asked, ...askedAtTerminal(talk, en) };
}

describe('a token for another command line', () => {
  test.each([
    ['the word', ' reveal ', true],
    ['another word', 'yes', false],
    ['nothing', null, false],
  ])('goes out after %s was typed at this terminal', async (_, typed, isShown) => {
    const { asked, confirmReveal } = terminal(typed);
    expect(await confirmReveal()).toBe(isShown);
    expect(asked).toEqual([{ ask: 'reveal', word: 'reveal' }]);
  });

  test('never goes out where this is no terminal', async () => {
    const { asked, confirmReveal } = terminal('reveal', false);
    expect([await confirmReveal(), asked]).toEqual([false, []]);
  });
});

test('a change is asked for at a terminal alone', async () => {
  const question = { profileName: 'Taxi', changes: [] } as never;
  expect(await terminal('yes').confirmChange(question)).toBe(true);
  expect(await terminal(null).confirmChange(question)).toBe(false);
  expect(await terminal('yes', false).confirmChange(question)).toBe(false);
});
