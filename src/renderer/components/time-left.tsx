/** A clock that counts down to the end of a sign-in. */

import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { countdown } from '../model/clocks.ts';

export function TimeLeft({ deadline }: { deadline: number }) {
  const text = useText();
  const now = useNow(500);
  return (
    <span className="clock" data-testid="time-left" role="timer" aria-label={text.signIn.timeLeft}>
      {countdown(deadline - now, text)}
    </span>
  );
}
