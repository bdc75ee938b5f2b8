/** Stands under the field whose change ends the sign-ins of a saved profile. */
import { useText } from '../context/text-context.tsx';

interface SignInAgainNoteProps {
  /** The change gives the tokens to another Sigma, and a dialog asks about it before it is saved. */
  readonly isOtherSigma?: boolean;
}

export function SignInAgainNote({ isOtherSigma = false }: SignInAgainNoteProps) {
  const { sigma, connections } = useText().setUp;
  return (
    <p className="rebinding-note" role="status" data-testid="sign-in-again-note">
      {isOtherSigma ? sigma.otherSigma : connections.signInAgain}
    </p>
  );
}
