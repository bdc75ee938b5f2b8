/** Says beside the redirect URLs that another connection comes back to the same one, and offers one that none has. */
import { Button } from 'react-aria-components';
import { format } from '../../shared/text/format.ts';
import { AlertIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import type { ConnectionForm } from './connection-form.ts';
import { offeredRedirect, sharesRedirect } from './redirects.ts';

export function SharedRedirectNote({ form, connection, change }: ConnectionForm) {
  const { scopes: texts, connections: words } = useText().setUp;
  const { connections } = form.values;
  const other = sharesRedirect(connection, connections);
  if (!other) return null;
  const others = connections.filter(({ key }) => key !== connection.key);
  const url = offeredRedirect(connection.provider, others);
  const name = other.label.trim() || format(words.numbered, { number: connections.indexOf(other) + 1 });
  return (
    <div className="callout" data-tone="warning" role="note" data-testid="shared-redirect">
      <AlertIcon />
      <div>
        <p>{format(texts.sharedRedirect, { connection: name })}</p>
        <Button className="link-button" data-testid="use-own-redirect" onPress={() => change({ redirectUris: url })}>
          {format(texts.useOwnRedirect, { url })}
        </Button>
      </div>
    </div>
  );
}
