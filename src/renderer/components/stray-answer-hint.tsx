/** Beside a sign-in that waits: a browser brought an answer that does not fit. In our words alone, and calmly. */
import { useText } from '../context/text-context.tsx';

export function StrayAnswerHint() {
  const { signIn } = useText();
  return (
    <p className="fine-print" data-testid="stray-answer">
      {signIn.strayAnswer}
    </p>
  );
}
