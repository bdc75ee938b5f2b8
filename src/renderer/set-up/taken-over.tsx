/** Says quietly what was taken of a pasted text, where more than white space went. */
import { useEffect, useState } from 'react';
import { isOtherText, isSecretField } from '../../shared/profile/pasted.ts';
import { looksLikeASecret } from '../../shared/profile/plausible.ts';
import { shownName } from '../../shared/profile/visible-text.ts';
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

export function useTakenOver(name: string, value: string): TakenOverState {
  const { setUp } = useText();
  const { announce } = useApp();
  const [entered, setEntered] = useState<string | null>(null);
  const isOther = entered !== null && isTold(name, value) && isOtherText(entered, value);
  const told = isOther ? shortened(value) : '';
  useEffect(() => {
    if (told !== '') announce(format(setUp.takenOver, { value: told }));
  }, [told, announce, setUp]);
  return {
    value: told,
    left(text) {
      // Leaving it once more changes nothing, and what was said stays.
      if (!isOther || text !== value) setEntered(text);
    },
    typed: () => setEntered(null),
  };
}

/** Of a secret nothing is said, nor is one repeated that stands in a field for something else. */
const isTold = (name: string, value: string): boolean =>
  value !== '' && !isSecretField(name) && !looksLikeASecret(value);

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
