/** Things worth knowing that belong to no screen: those of main, and requests that failed. */
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { AppErrorView } from '../../shared/errors.ts';
import { format } from '../../shared/text/format.ts';
import { useApp } from '../context/app-context.tsx';
import { useErrorText, useText } from '../context/text-context.tsx';
import { AskForHelp } from './ask-for-help.tsx';
import { CopyDetails } from './error-panel.tsx';
import { FindCause } from './find-cause.tsx';
import { CloseIcon } from './icons.tsx';
import { useHeight } from './use-height.ts';

/** @param children what else has something to say in the same place; it may be nothing */
export function Notices({ children }: { children?: ReactNode }) {
  const { notices } = useText();
  const { bridge, state, ask, localNotices, dismissLocal } = useApp();
  const height = useHeight('--notices');
  // What concerns no window alone is told where the person is, and not in two windows.
  const shared = state.notices.filter(({ lasts }) => lasts || state.window.isUsedLast);
  if (shared.length + localNotices.length === 0 && !children) return null;
  return (
    <section ref={height} className="notices" aria-label={notices.label} data-area="notices">
      {children}
      {shared.map(({ id, error, lasts }) => (
        <NoticeCard
          key={id}
          error={error}
          {...(!lasts && { onDismiss: () => ask(() => bridge.notices.dismiss({ noticeId: id })) })}
        />
      ))}
      {localNotices.map(({ id, error }) => (
        <NoticeCard key={id} error={error} onDismiss={() => dismissLocal(id)} />
      ))}
    </section>
  );
}

function NoticeCard({ error, onDismiss }: { error: AppErrorView; onDismiss?: () => void }) {
  const { notices } = useText();
  const { title, detail, remedy } = useErrorText(error);
  return (
    <article className="notice" data-testid="notice" data-code={error.code}>
      <h3>{title}</h3>
      {detail && <p className="error-detail">{detail}</p>}
      <p className="error-remedy">{remedy}</p>
      <div className="error-foot">
        <FindCause error={error} />
        <CopyDetails error={error} />
        <AskForHelp />
        <code className="error-code" translate="no">
          {error.code}
        </code>
      </div>
      {onDismiss && (
        <Button
          className="icon-button notice-close"
          aria-label={format(notices.dismiss, { title })}
          data-testid="dismiss-notice"
          onPress={onDismiss}
        >
          <CloseIcon />
        </Button>
      )}
    </article>
  );
}
