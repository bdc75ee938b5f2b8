import { useId } from 'react';
import { Button } from 'react-aria-components';
import type { GrantView, ProfileView } from '../../shared/state.ts';
import { BusyButton } from '../components/busy-button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { ChevronRightIcon, WorkbookIcon } from '../components/icons.tsx';
import { Page } from '../components/page.tsx';
import { Spinner } from '../components/spinner.tsx';
import { VaultWarning } from '../components/vault-warning.tsx';
import { useApp } from '../context/app-context.tsx';
import { holdsGrant, isServiceAccount, isSignedIn, listWords, profileGrants } from '../model/home.ts';
import { ConnectionRow } from './connection-row.tsx';

const isHeld = (grant: GrantView | undefined): boolean => grant !== undefined && holdsGrant(grant);

/** One profile on its way to an open workbook: sign in to each connection, then choose. */
export function SignIn({ view }: { view: ProfileView }) {
  const { state, go } = useApp();
  const heading = useId();
  const { id, name, workbooks, connections } = view.profile;
  const grants = profileGrants(state, view);
  const ready = isSignedIn(state, view);
  const missing = connections.filter((_, index) => !isHeld(grants[index]));
  const next = (missing.find((connection) => !isServiceAccount(connection)) ?? missing[0])?.id;
  const others = state.profiles.filter((other) => other.profile.id !== id);

  return (
    <Page className="centered">
      <div className="sign-in-column">
        <section className="card" aria-labelledby={heading}>
          <div className="card-head">
            <h1 id={heading}>{name}</h1>
            <p className="muted">{listWords(workbooks.map((workbook) => workbook.title))}</p>
          </div>
          {!view.hasEmbedSecret && (
            <ErrorPanel
              tone="warning"
              error={{
                code: 'secret_missing',
                values: { reason: 'said', said: 'The embed secret of this profile is not stored on this computer.' },
              }}
            >
              <Button className="button" data-variant="primary" onPress={() => go({ kind: 'set-up', profileId: id })}>
                Open the set-up
              </Button>
            </ErrorPanel>
          )}
          {view.hasEmbedSecret && connections.length > 1 && !ready && (
            <p className="connections-head" data-testid="sign-in-count">
              {`${grants.filter(holdsGrant).length} of ${connections.length} ready. ${workbooks.length === 1 ? 'The workbook opens when all are.' : 'Then you choose a workbook.'}`}
            </p>
          )}
          {view.hasEmbedSecret && (
            <ul className="connections">
              {connections.map((connection, index) => {
                const grant = grants[index];
                return (
                  grant && (
                    <ConnectionRow
                      key={connection.id}
                      connection={connection}
                      grant={grant}
                      isNext={connection.id === next}
                      isOnly={connections.length === 1}
                      number={index + 1}
                    />
                  )
                );
              })}
            </ul>
          )}
          {ready && view.hasEmbedSecret && <Workbooks view={view} />}
        </section>
        {!state.online && !ready && (
          <p className="fine-print">You are offline. The sign-in needs a network connection to the data platform.</p>
        )}
        <VaultWarning vault={state.vault} />
        {others.length > 0 && <OtherProfiles others={others} />}
      </div>
    </Page>
  );
}

function Workbooks({ view }: { view: ProfileView }) {
  const { openWorkbook, opening, openProblem } = useApp();
  const { workbooks } = view.profile;
  const failed = openProblem && workbooks.find((workbook) => workbook.id === openProblem.workbookId);
  const only = workbooks.length === 1;
  return (
    <div className="chooser">
      {failed && openProblem && (
        <ErrorPanel error={openProblem.error}>
          <Button
            className="button"
            data-variant="primary"
            data-testid="try-again"
            onPress={() => openWorkbook(failed.id)}
          >
            Try again
          </Button>
        </ErrorPanel>
      )}
      {only && !failed && (
        <p className="progress-line" data-testid="opening">
          <Spinner />
          Opening {workbooks[0]?.title}…
        </p>
      )}
      {!only && (
        <>
          <h2>Choose a workbook</h2>
          <ul className="choices">
            {workbooks.map((workbook) => (
              <li key={workbook.id}>
                <BusyButton
                  className="choice"
                  data-testid="open-workbook"
                  data-workbook={workbook.id}
                  isBusy={opening === workbook.id}
                  isDisabled={opening !== null && opening !== workbook.id}
                  onPress={() => openWorkbook(workbook.id)}
                >
                  <WorkbookIcon />
                  <span>{workbook.title}</span>
                  {opening === workbook.id ? <Spinner /> : <ChevronRightIcon />}
                </BusyButton>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function OtherProfiles({ others }: { others: ProfileView[] }) {
  const { bridge, ask } = useApp();
  return (
    <section className="others" aria-label="Other profiles">
      <h2>Other profiles</h2>
      <ul className="choices">
        {others.map(({ profile }) => (
          <li key={profile.id}>
            <Button
              className="choice"
              data-testid="select-profile"
              data-profile={profile.id}
              onPress={() => ask(() => bridge.profiles.select({ profileId: profile.id }))}
            >
              <span>
                {profile.name}
                <span className="muted">{listWords(profile.workbooks.map((workbook) => workbook.title))}</span>
              </span>
              <ChevronRightIcon />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
