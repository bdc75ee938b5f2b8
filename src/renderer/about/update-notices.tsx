/** What is told of updates over whatever is on the screen: quietly, in a corner, and never twice. */
import { useState } from 'react';
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';
import { format } from '../../shared/text/format.ts';
import type { UpdateView } from '../../shared/updates.ts';
import { ChevronRightIcon, CloseIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { type UpdateNews, updateAction, updateNews, updateSentence } from '../model/updates.ts';
import { Notes } from './release-notes.tsx';

/** A person who does not want to be reminded does not, for hours. */
const EVERY_MS = 60_000;

/** What there is to tell; null while there is nothing. */
export function useUpdateNews(): UpdateNews | null {
  const { state } = useApp();
  return updateNews(state, useNow(EVERY_MS));
}

export function UpdateNotices() {
  const news = useUpdateNews();
  const { updates } = useApp().state;
  if (news === 'updated') return <Updated />;
  return news !== null && 'release' in updates ? <Offered updates={updates} /> : null;
}

type Offer = Extract<UpdateView, { readonly release: unknown }>;

/** No button of it is a primary one: what is on the screen may have one, and this is not what the person came for. */
function Offered({ updates }: { updates: Offer }) {
  const text = useText();
  const { bridge, ask } = useApp();
  const [isOpen, setOpen] = useState(false);
  const now = useNow(EVERY_MS);
  const { version, notes } = updates.release;
  const action = updateAction(updates);
  const { title } = text.updates.notices[updates.status === 'ready' ? 'ready' : 'available'];
  return (
    <article className="notice" data-testid="update-notice" data-status={updates.status}>
      <h3>{format(title, { version })}</h3>
      <p className="error-remedy">{updateSentence(updates, now, text, true)}</p>
      {notes !== '' && (
        <Disclosure className="advanced" isExpanded={isOpen} onExpandedChange={setOpen}>
          <Button slot="trigger" className="disclosure" data-testid="show-notes">
            <ChevronRightIcon size={14} />
            {text.updates.notes}
          </Button>
          <DisclosurePanel>
            <Notes notes={notes} />
          </DisclosurePanel>
        </Disclosure>
      )}
      <div className="notice-actions">
        {action && action !== 'check' && (
          <Button
            className="button"
            data-variant="secondary"
            data-testid={`notice-${action}`}
            onPress={() => ask(() => bridge.updates[action]())}
          >
            {text.updates.actions[action]}
          </Button>
        )}
        <Button
          className="button"
          data-variant="quiet"
          data-testid="update-later"
          onPress={() => ask(() => bridge.updates.later())}
        >
          {text.updates.later}
        </Button>
      </div>
    </article>
  );
}

/** Once, at the first start after an update. */
function Updated() {
  const text = useText();
  const { bridge, state, ask } = useApp();
  const title = format(text.updates.updated, { version: state.version });
  return (
    <article className="notice" data-testid="updated-notice">
      <h3>{title}</h3>
      <div className="notice-actions">
        <Button
          className="button"
          data-variant="secondary"
          data-testid="show-news"
          onPress={() => ask(() => bridge.about.show({ page: 'news' }))}
        >
          {text.about.titles.news}
        </Button>
      </div>
      <Button
        className="icon-button notice-close"
        aria-label={format(text.notices.dismiss, { title })}
        data-testid="dismiss-news"
        onPress={() => ask(() => bridge.about.newsSeen())}
      >
        <CloseIcon />
      </Button>
    </article>
  );
}
