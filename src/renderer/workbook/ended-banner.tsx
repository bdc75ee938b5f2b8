/** A sign-in ended under an open workbook, which stays in sight: what it shows is only no longer fresh. */
import type { AppErrorView } from '../../shared/errors.ts';
import type { GrantView, ProfileView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { AlertIcon } from '../components/icons.tsx';
import { OpenSetUp } from '../components/open-set-up.tsx';
import { OtherSignIn } from '../components/other-sign-in.tsx';
import { SignInAgain } from '../components/sign-in-actions.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { grantThatIsOver, grantToSignInTo } from '../model/sign-in-again.ts';
import { BannerProgress, SignInBanner } from './sign-in-banner.tsx';

interface EndedBannerProps {
  readonly view: ProfileView;
  readonly grants: GrantView[];
}

export function EndedBanner({ view, grants }: EndedBannerProps) {
  const text = useText();
  const { state, signInProblem } = useApp();
  const now = useNow();
  const over = grantThatIsOver(grants, now);
  // Without a network the banner comes with the sign-in that a person begins all the same.
  const isTried =
    over !== null && (state.signIn?.connectionId === over.connectionId || signInProblem(over.connectionId));
  const grant = isTried ? over : grantToSignInTo(grants, now);
  const underWay = state.signIn?.connectionId;
  const isElsewhere = underWay !== grant?.connectionId && view.profile.connections.some(({ id }) => id === underWay);
  if (!grant || isElsewhere) return <SignInBanner view={view} />;
  const { connectionId } = grant;
  const label = view.profile.connections.find(({ id }) => id === connectionId)?.label ?? '';
  const own = state.signIn?.connectionId === connectionId ? state.signIn : null;

  if (own) {
    return (
      <section className="banner" data-testid="banner-ended" aria-label={text.ended.label}>
        <BannerProgress signIn={own} view={view} />
      </section>
    );
  }
  // What stands in the place of the workbook says it as well, where people look.
  const isOfferedBelow = state.window.panes.some(({ phase }) => phase === 'failed');
  const refused = signInProblem(connectionId);
  const { title, remedy } = refused ? errorText(text, refused) : endedWords(grant, label, text);
  const reason = refused ?? grant.problem;
  return (
    <section className="banner" data-testid="banner-ended" aria-label={text.ended.label}>
      <AlertIcon />
      <p>
        <strong>{title}</strong> <span className="banner-more">{remedy}</span>
      </p>
      <SignInAgain grant={grant} testId="sign-in" isMain={!isOfferedBelow} />
      {reason && <OpenSetUp error={reason} connectionId={connectionId} />}
      <OtherSignIn view={view} />
    </section>
  );
}

/** Where the server did not say that the sign-in has ended, it is said what it said. */
function endedWords({ isServiceAccount, problem }: GrantView, connection: string, text: Text) {
  const { ended } = text;
  if (problem !== null && !hasEnded(problem)) {
    return { title: format(ended.notRenewed, { connection }), remedy: errorText(text, problem).remedy };
  }
  return isServiceAccount
    ? { title: format(ended.serviceAccount, { connection }), remedy: ended.serviceAccountNext }
    : { title: format(ended.person, { connection }), remedy: ended.personNext };
}

const hasEnded = ({ code }: AppErrorView): boolean => code === 'grant_dead' || code === 'renewal_unavailable';
