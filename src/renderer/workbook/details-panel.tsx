/** What the signed session says and how long everything lasts. */
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { AppErrorView } from '../../shared/errors.ts';
import type { GrantView, PaneView, ProfileView, SessionDetails } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { request } from '../bridge/request.ts';
import { CopyText } from '../components/copy-text.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { CloseIcon } from '../components/icons.tsx';
import { Spinner } from '../components/spinner.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { addressDoubtText } from '../model/address-text.ts';
import { clockTime, countdown } from '../model/clocks.ts';
import { detailsText } from '../model/details-text.ts';
import { shownClaims } from '../model/shown-claims.ts';
import { ClaimsTable } from './claims-table.tsx';
import { DetailsSection } from './details-section.tsx';
import { GrantDetails } from './grant-details.tsx';

interface DetailsPanelProps {
  readonly pane: PaneView;
  readonly view: ProfileView;
  readonly grants: GrantView[];
  onClose(): void;
}

/** Beside the workbook, none of whose controls it covers; over it where the window has no room for both. */
export function DetailsPanel({ pane, view, grants, onClose }: DetailsPanelProps) {
  const text = useText();
  const { state } = useApp();
  const heading = useId();
  const closeButton = useRef<HTMLButtonElement>(null);
  const { details, error, retry } = useDetails(pane, grants);
  const doubts = addressDoubtText(String(details?.claims.sub ?? ''), text);

  useEffect(() => closeButton.current?.focus(), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // A menu or dialog above the panel closes first, and says so by handling the key.
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // It does not leave the full screen as well.
      event.preventDefault();
      onClose();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onClose]);

  return (
    <aside className="details" aria-labelledby={heading} data-testid="details-panel" data-area="panel">
      <div className="details-head">
        <h2 id={heading}>{text.details.title}</h2>
        {details && <CopyAll details={details} view={view} grants={grants} />}
        <Button ref={closeButton} className="icon-button" aria-label={text.details.close} onPress={onClose}>
          <CloseIcon />
        </Button>
      </div>
      <div className="details-body">
        {details && details.clocks.length > 0 && <Clocks clocks={details.clocks} />}
        {grants.map((grant) => (
          <GrantDetails
            key={grant.connectionId}
            grant={grant}
            connection={view.profile.connections.find(({ id }) => id === grant.connectionId)}
          />
        ))}
        <DetailsSection title={text.details.whereSecretsAre}>
          <p>{text.vaultBackends[state.vault.backend]}</p>
        </DetailsSection>
        {error && (
          <ErrorPanel level={3} error={error}>
            <Button className="button" data-variant="secondary" onPress={retry}>
              {text.common.tryAgain}
            </Button>
          </ErrorPanel>
        )}
        {!details && !error && (
          <p className="progress-line">
            <Spinner />
            {text.details.reading}
          </p>
        )}
        {details && (
          <>
            <DetailsSection title={text.details.claimsTitle}>
              {doubts && (
                <p className="details-note" data-testid="address-doubts">
                  {doubts}
                </p>
              )}
              <ClaimsTable values={shownClaims(details.claims, text)} label={text.details.claims} testId="claims" />
            </DetailsSection>
            <DetailsSection title={text.details.headerTitle}>
              <ClaimsTable values={details.header} label={text.details.header} testId="header" />
            </DetailsSection>
            <DetailsSection title={text.details.workbook}>
              <p className="code wrap" translate="no">
                {details.workbookUrl}
              </p>
            </DetailsSection>
          </>
        )}
      </div>
    </aside>
  );
}

/** What the panel says, for whoever is asked about it. */
function CopyAll({ details, view, grants }: { details: SessionDetails; view: ProfileView; grants: GrantView[] }) {
  const text = useText();
  const { vault } = useApp().state;
  const now = useNow(30_000);
  const copied = detailsText({ details, view, grants, vault: vault.backend, now }, text);
  return <CopyText text={copied} label={text.details.copyAll} shown={text.details.copyAll} />;
}

/** Asks again whenever another session may be the active one: after a swap, a reload or a renewal. */
function useDetails(pane: PaneView, grants: GrantView[]) {
  const { bridge } = useApp();
  const [details, setDetails] = useState<SessionDetails | null>(null);
  const [error, setError] = useState<AppErrorView | null>(null);
  const [attempt, setAttempt] = useState(0);
  const session = [
    pane.paneId,
    pane.swaps,
    pane.phase,
    pane.sessionExpiresAt,
    ...grants.map((grant) => `${grant.expiresAt}/${grant.renewsAt}`),
    attempt,
  ].join('|');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the session is what the question is about
  useEffect(() => {
    // Until the pane has loaded there may be no session to ask about.
    if (pane.phase === 'loading') return;
    let current = true;
    void request(() => bridge.panes.details({ paneId: pane.paneId })).then((answer) => {
      if (!current) return;
      setError(answer.ok ? null : answer.error);
      if (answer.ok) setDetails(answer.value);
    });
    return () => {
      current = false;
    };
  }, [bridge, session]);

  return { details, error, retry: () => setAttempt((count) => count + 1) };
}

function Clocks({ clocks }: { clocks: SessionDetails['clocks'] }) {
  const text = useText();
  const now = useNow(500);
  return (
    <DetailsSection title={text.details.clocks}>
      <dl className="clocks">
        {clocks.map(({ what, connection, at }) => (
          <div key={`${what} ${connection} ${at}`}>
            <dt>{format(text.clocks[what], { connection: connection ?? '' })}</dt>
            <dd>
              <span className="clock">{at > now ? countdown(at - now, text) : text.details.past}</span>
              <span className="muted">{clockTime(at, now, text)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </DetailsSection>
  );
}
