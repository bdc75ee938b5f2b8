/** Says quietly what was taken of a pasted text, where more than white space went. */
import { useState } from 'react';
import { shownName } from '../../shared/profile/fields.ts';
import { cleaned, isOtherText } from '../../shared/profile/pasted.ts';
import { looksLikeASecret } from '../../shared/profile/plausible.ts';
import { format } from '../../shared/text/format.ts';
import { Sentence } from '../components/sentence.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

interface TakenOverState {
  /** What stands in the field now in the place of another text; empty for none. */
  readonly value: string;
  /** The field was left, or pasted into, with this text. */
  left(entered: string): void;
  typed(): void;
}

/** In characters. The whole stands in the field. */
const LONGEST_SHOWN = 80;

/** @param isSecret of which nothing is said */
export function useTakenOver(name: string, value: string, isSecret: boolean): TakenOverState {
  const { setUp } = useText();
  const { announce } = useApp();
  const [entered, setEntered] = useState<string | null>(null);
  /** A secret in a field that is none is not repeated either. */
  const isTold = (from: string, taken: string) =>
    !isSecret && taken !== '' && isOtherText(from, taken) && !looksLikeASecret(taken, name.split('.').at(-1));
  const isOther = entered !== null && isTold(entered, value);
  return {
    value: isOther ? shortened(value) : '',
    left(text) {
      const clean = cleaned(name, text);
      if (isTold(text, clean)) announce(format(setUp.takenOver, { value: shortened(clean) }));
      // Leaving it once more changes nothing, and what was said stays.
      if (!isOther || text !== value) setEntered(text);
    },
    typed: () => setEntered(null),
  };
}

function shortened(text: string): string {
  const characters = [...shownName(text)];
  return characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN).join('')}…` : characters.join('');
}

export function TakenOver({ value }: { value: string }) {
  const { setUp } = useText();
  if (value === '') return null;
  return (
    <span className="taken-over" data-testid="taken-over">
      <Sentence text={setUp.takenOver} values={{ value: <bdi translate="no">{value}</bdi> }} />
    </span>
  );
}
