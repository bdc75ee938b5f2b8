/** One profile on its way to an open workbook: sign in to each connection, then choose. */

import { type ReactNode, useId } from 'react';
import { Button } from 'react-aria-components';
import type { AppErrorView } from '../../shared/errors.ts';
import { isServiceAccount } from '../../shared/profile/connection-rules.ts';
import type { Workbook } from '../../shared/profile/profile.ts';
import type { GrantView, ProfileView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { format, listText } from '../../shared/text/format.ts';
import { BusyButton } from '../components/busy-button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { ChevronRightIcon, WorkbookIcon } from '../components/icons.tsx';
import { OtherSignIn } from '../components/other-sign-in.tsx';
import { Page } from '../components/page.tsx';
import { Spinner } from '../components/spinner.tsx';
import { VaultWarning } from '../components/vault-warning.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { chosenTab, holdsGrant, isSignedIn, profileGrants } from '../model/home.ts';
import { ConnectionRow } from './connection-row.tsx';

const titlesOf = (workbooks: readonly Workbook[], { locale }: Text): string =>
  listText(
    workbooks.map(({ title }) => title),
    locale,
  );
const isHeld = (grant: GrantView | undefined): boolean => grant !== undefined && holdsGrant(grant);

/** @param strip the tabs that are open, of this profile and of others */
export function SignIn({ view, strip }: { view: ProfileView; strip: ReactNode }) {
  const text = useText();
  const { state, go, stopped } = useApp();
  const heading = useId();
  const { id, name, workbooks, connections } = view.profile;
  const grants = profileGrants(state, view);
  const ready = isSignedIn(state, view);
  const isChoice = ready && view.hasEmbedSecret && stopped === workbooks[0]?.id;
  const missing = connections.filter((_, index) => !isHeld(grants[index]));
  const next = (missing.find((connection) => !isServiceAccount(connection)) ?? missing[0])?.id;
  const secretMissing: AppErrorView = {
    code: 'secret_missing',
    values: { reason: 'said', said: text.signIn.noEmbedSecret },
  };
  const others = state.profiles.filter((other) => other.profile.id !== id);

  return (
    <Page className="centered" strip={strip}>
      <div className="sign-in-column">
        <section className="card" aria-labelledby={heading}>
          <div className="card-head">
            <h1 id={heading} translate="no">
              {name}
            </h1>
            {/* Where they are to be chosen from, they stand below. */}
            {!isChoice && (
              <p className="muted" translate="no">
                {titlesOf(workbooks, text)}
              </p>
            )}
          </div>
          {!view.hasEmbedSecret && (
            <ErrorPanel tone="warning" error={secretMissing}>
              <Button
                className="button"
                data-variant="primary"
                onPress={() => go({ kind: 'set-up', profileId: id, origin: { error: secretMissing } })}
              >
                {text.signIn.openSetUp}
              </Button>
            </ErrorPanel>
          )}
          {view.hasEmbedSecret && connections.length > 1 && !ready && (
            <p className="connections-head" data-testid="sign-in-count">
              {format(workbooks.length === 1 ? text.signIn.readyThenOpens : text.signIn.readyThenChoice, {
                ready: grants.filter(holdsGrant).length,
                all: connections.length,
              })}
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
          {!ready && view.hasEmbedSecret && <OtherSignIn view={view} />}
          {ready && view.hasEmbedSecret && <Workbooks view={view} />}
        </section>
        {!state.online && !ready && <p className="fine-print">{text.signIn.offline}</p>}
        <VaultWarning vault={state.vault} />
        {others.length > 0 && <OtherProfiles others={others} />}
        {others.length > 0 && (
          <Button
            className="button"
            data-variant="quiet"
            data-testid="show-start"
            onPress={() => go({ kind: 'start' })}
          >
            {text.start.all}
          </Button>
        )}
      </div>
    </Page>
  );
}

function Workbooks({ view }: { view: ProfileView }) {
  const text = useText();
  const { state, openWorkbook, opening, openProblem, stopped } = useApp();
  const { workbooks } = view.profile;
  const failed = openProblem && workbooks.find((workbook) => workbook.id === openProblem.workbookId);
  // Of several, the one whose tab is being loaded; where there is none, the window shows the choice.
  const tab = chosenTab(state);
  const first = workbooks.find(({ id }) => id === tab?.workbookId) ?? workbooks[0];
  const isOpening = stopped === null || stopped !== first?.id;
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
            {text.common.tryAgain}
          </Button>
        </ErrorPanel>
      )}
      {isOpening && !failed && (
        <p className="progress-line" data-testid="opening">
          <Spinner />
          {format(text.signIn.opening, { workbook: first?.title ?? '' })}
        </p>
      )}
      {first && !isOpening && !failed && (
        <BusyButton
          className="choice"
          data-testid="open-workbook"
          data-workbook={first.id}
          isBusy={opening === first.id}
          onPress={() => openWorkbook(first.id)}
        >
          <WorkbookIcon />
          <span translate="no">{first.title}</span>
          {opening === first.id ? <Spinner /> : <ChevronRightIcon />}
        </BusyButton>
      )}
    </div>
  );
}

function OtherProfiles({ others }: { others: ProfileView[] }) {
  const text = useText();
  const { bridge, state, ask } = useApp();
  return (
    <section className="others" aria-label={text.signIn.otherProfiles}>
      <h2>{text.signIn.otherProfiles}</h2>
      <ul className="choices">
        {others.map((other) => {
          const { profile } = other;
          return (
            <li key={profile.id}>
              <Button
                className="choice"
                data-testid="select-profile"
                data-profile={profile.id}
                onPress={() => ask(() => bridge.profiles.select({ profileId: profile.id }))}
              >
                <span translate="no">
                  {profile.name}
                  <span className="muted">{titlesOf(profile.workbooks, text)}</span>
                </span>
                {isSignedIn(state, other) && (
                  <span className="badge" data-tone="good" data-testid="other-signed-in">
                    {text.profiles.signedIn}
                  </span>
                )}
                <ChevronRightIcon />
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
