/** What the person holds for one connection, and the way to renew it by hand. */
import type { Connection } from '../../shared/profile/connection.ts';
import type { GrantView } from '../../shared/state.ts';
import { BusyButton } from '../components/busy-button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { SignInAgain } from '../components/sign-in-actions.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { clockTime } from '../model/clocks.ts';
import { grantThatIsOver, grantToSignInTo, signInAgainSentence } from '../model/sign-in-again.ts';
import { DetailsSection } from './details-section.tsx';

export function GrantDetails({ grant, connection }: { grant: GrantView; connection: Connection | undefined }) {
  const text = useText();
  const { bridge, ask } = useApp();
  const now = useNow(10_000);
  const sentence = signInAgainSentence(grant, connection, now, text);
  // The sentence says the same, calmly.
  const problem = sentence !== null && grant.problem?.code === 'renewal_unavailable' ? null : grant.problem;
  return (
    <DetailsSection title={connection?.label ?? ''} isName>
      <dl className="facts">
        {grant.isServiceAccount && (
          <div>
            <dt>{text.details.serviceAccount}</dt>
            <dd translate="no">{grant.person?.displayName || grant.person?.userName || connection?.clientId}</dd>
          </div>
        )}
        {grant.person && !grant.isServiceAccount && (
          <div>
            <dt>{text.details.signedInAs}</dt>
            <dd translate="no">{grant.person.userName}</dd>
          </div>
        )}
        <div>
          <dt>{text.details.grantedScopes}</dt>
          {grant.scopes.length > 0 ? (
            <dd className="code" translate="no">
              {grant.scopes.join(' ')}
            </dd>
          ) : (
            <dd className="code">{text.details.notReported}</dd>
          )}
        </div>
        {grant.lastRenewedAt !== null && (
          <div>
            <dt>{text.details.lastRenewed}</dt>
            <dd>{clockTime(grant.lastRenewedAt, now, text)}</dd>
          </div>
        )}
      </dl>
      {problem && (
        <ErrorPanel level={3} error={problem} tone={grant.status === 'ended' ? 'danger' : 'warning'}>
          {(problem.code === 'renewal_refused' || grantThatIsOver([grant], now)) && (
            <SignInAgain grant={grant} testId="sign-in-details" isMain={grantToSignInTo([grant], now) !== null} />
          )}
        </ErrorPanel>
      )}
      {grant.renewable && grant.status !== 'ended' ? (
        <BusyButton
          className="button"
          data-variant="secondary"
          data-testid="renew-now"
          data-connection={grant.connectionId}
          isBusy={grant.status === 'renewing'}
          onPress={() => ask(() => bridge.grants.renew({ connectionId: grant.connectionId }))}
        >
          {grant.status === 'renewing' ? text.details.renewing : text.details.renewNow}
        </BusyButton>
      ) : (
        grant.status !== 'ended' &&
        !problem && (
          <p className="fine-print" data-testid="sign-in-again">
            {sentence ?? text.details.cannotRenew}
          </p>
        )
      )}
    </DetailsSection>
  );
}
