/** Beside a sign-in that waits for long: the browser may show an error that reaches nobody here. */
import type { Connection } from '../../shared/profile/connection.ts';
import { plural } from '../../shared/text/format.ts';
import { useText } from '../context/text-context.tsx';
import { CopyText } from './copy-text.tsx';

/** After so long a person who found a sign-in page is through it, or reads something else, in milliseconds. */
export const HINT_AFTER_MS = 20_000;

export function BrowserErrorHint({ connection }: { connection: Connection }) {
  const text = useText();
  const { redirectUris } = connection;
  const { browserError } = text.signIn;
  return (
    <div className="browser-error" data-testid="browser-error">
      <p className="fine-print">{plural(browserError.sentence, redirectUris.length, text.locale)}</p>
      <ul>
        {redirectUris.map((url) => (
          <li key={url} className="code-line">
            <code translate="no">{url}</code>
            <CopyText text={url} label={browserError.copy} />
          </li>
        ))}
      </ul>
    </div>
  );
}
