import type { GrantView } from '../../shared/app-state.ts';
import { useNow } from '../bridge/use-now.ts';
import { useDesk } from '../desk.tsx';
import { clockTime } from '../model/clocks.ts';
import { BusyButton } from '../parts/busy-button.tsx';
import { ErrorPanel } from '../parts/error-panel.tsx';
import { DetailsSection } from './details-section.tsx';

/** What the person holds for one connection, and the way to renew it by hand. */
export function GrantDetails({ grant, label }: { grant: GrantView; label: string }) {
  const { bridge, ask } = useDesk();
  const now = useNow(10_000);
  return (
    <DetailsSection title={label}>
      <dl className="facts">
        {grant.person && (
          <div>
            <dt>Signed in as</dt>
            <dd>{grant.person.userName}</dd>
          </div>
        )}
        <div>
          <dt>Granted scopes</dt>
          <dd className="code">{grant.scopes.length > 0 ? grant.scopes.join(' ') : 'Not reported'}</dd>
        </div>
        {grant.lastRenewedAt !== null && (
          <div>
            <dt>Last renewed</dt>
            <dd>{clockTime(grant.lastRenewedAt, now)}</dd>
          </div>
        )}
      </dl>
      {grant.problem && <ErrorPanel error={grant.problem} tone={grant.status === 'ended' ? 'danger' : 'warning'} />}
      {grant.renewable && grant.status !== 'ended' ? (
        <BusyButton
          className="button"
          data-variant="secondary"
          data-testid="renew-now"
          data-connection={grant.connectionId}
          isBusy={grant.status === 'renewing'}
          onPress={() => ask(() => bridge.grants.renew({ connectionId: grant.connectionId }))}
        >
          {grant.status === 'renewing' ? 'Renewing…' : 'Renew now'}
        </BusyButton>
      ) : (
        grant.status !== 'ended' && !grant.problem && <p className="fine-print">This sign-in cannot renew itself.</p>
      )}
    </DetailsSection>
  );
}
