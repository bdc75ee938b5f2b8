/** Shows a secret that is being typed. One that is stored is never in the form, so it cannot be shown. */
import { ToggleButton } from 'react-aria-components';
import { useText } from '../context/text-context.tsx';

interface RevealProps {
  readonly isRevealed: boolean;
  onChange(isRevealed: boolean): void;
}

export function Reveal({ isRevealed, onChange }: RevealProps) {
  const { show, hide, showSecret } = useText().setUp;
  return (
    <ToggleButton
      className="button"
      data-variant="secondary"
      data-testid="reveal"
      aria-label={showSecret}
      isSelected={isRevealed}
      onChange={onChange}
    >
      {isRevealed ? hide : show}
    </ToggleButton>
  );
}
