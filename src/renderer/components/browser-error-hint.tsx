/** Beside a sign-in that waits for long: the browser may show an error that reaches nobody here. */
import type { Connection } from '../../shared/profile/connection.ts';
import type { SignInView } from '../../shared/state.ts';
import { plural } from '../../shared/text/format.ts';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { CodeLine } from './code-line.tsx';

/** After so long a person who found a sign-in page is through it, or reads something else, in milliseconds. */
const HINT_AFTER_MS = 20_000;

export function BrowserErrorHint({ signIn, connection }: { signIn: SignInView; connection: Connection }) {
  const text = useText();
  const now = useNow();
  if (now - signIn.startedAt < HINT_AFTER_MS) return null;
  const { redirectUris } = connection;
  const { browserError } = text.signIn;
  return (
    <div className="browser-error" data-testid="browser-error">
      <p className="fine-print">{plural(browserError.sentence, redirectUris.length, text.locale)}</p>
      <ul>
        {redirectUris.map((url) => (
          <li key={url}>
            <CodeLine text={url} label={browserError.copy} />
          </li>
        ))}
      </ul>
    </div>
  );
}
