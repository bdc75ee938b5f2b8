/** A sign-in ended under an open workbook, which stays in sight: what it shows is only no longer fresh. */

import { Button } from 'react-aria-components';
import { isServiceAccount } from '../../shared/profile/connection-rules.ts';
import type { GrantView, ProfileView } from '../../shared/state.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { AlertIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { BannerProgress, SignInBanner } from './sign-in-banner.tsx';

interface EndedBannerProps {
  readonly view: ProfileView;
  readonly grants: GrantView[];
}

export function EndedBanner({ view, grants }: EndedBannerProps) {
  const text = useText();
  const { state, signIn, signInProblem } = useApp();
  const ended = grants.find((grant) => grant.status === 'ended');
  const underWay = state.signIn?.connectionId;
  const isElsewhere = underWay !== ended?.connectionId && view.profile.connections.some(({ id }) => id === underWay);
  if (!ended || isElsewhere) return <SignInBanner view={view} />;
  const { connectionId } = ended;
  const connection = view.profile.connections.find(({ id }) => id === connectionId);
  const label = connection?.label ?? '';
  const byServiceAccount = connection !== undefined && isServiceAccount(connection);
  const refused = signInProblem(connectionId);
  const own = state.signIn?.connectionId === connectionId ? state.signIn : null;

  if (own) {
    return (
      <section className="banner" data-testid="banner-ended" aria-label={text.ended.label}>
        <BannerProgress signIn={own} label={label} />
      </section>
    );
  }
  const { title, remedy } = refused
    ? errorText(text, refused)
    : {
        title: format(byServiceAccount ? text.ended.serviceAccount : text.ended.person, { connection: label }),
        remedy: byServiceAccount ? text.ended.serviceAccountNext : text.ended.personNext,
      };
  return (
    <section className="banner" data-testid="banner-ended" aria-label={text.ended.label}>
      <AlertIcon />
      <p>
        <strong>{title}</strong> <span className="banner-more">{remedy}</span>
      </p>
      <Button
        className="button"
        data-variant="primary"
        data-testid="sign-in"
        data-connection={connectionId}
        isDisabled={state.signIn !== null}
        onPress={() => signIn(connectionId)}
      >
        {byServiceAccount ? text.common.tryAgain : text.signIn.signInAgain}
      </Button>
    </section>
  );
}
