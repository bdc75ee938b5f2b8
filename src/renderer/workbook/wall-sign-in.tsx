/** A wall that nobody is signed in to: the way in, for whoever comes by, and how far a sign-in is that they began. */
import { Button } from 'react-aria-components';
import { selectedProfile } from '../../shared/selected-profile.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { holdsGrant, profileGrants } from '../model/home.ts';
import { BannerProgress } from './sign-in-banner.tsx';

/** The button for the next connection that waits for somebody; it stands with the way out. Null where none can be signed in to. */
export function WallSignIn() {
  const text = useText();
  const { state, signIn } = useApp();
  const view = selectedProfile(state);
  const missing = view?.hasEmbedSecret ? profileGrants(state, view).filter((grant) => !holdsGrant(grant)) : [];
  const next = missing.find(({ isServiceAccount }) => !isServiceAccount) ?? missing[0];
  const label = view?.profile.connections.find(({ id }) => id === next?.connectionId)?.label;
  if (!next || label === undefined) return null;
  return (
    <Button
      className="button"
      data-variant="primary"
      data-testid="wall-sign-in"
      isDisabled={state.signIn !== null}
      onPress={() => void signIn(next.connectionId)}
    >
      {format(text.signIn.signInTo, { connection: label })}
    </Button>
  );
}

/** In sight without a pointer: somebody has begun it, and their browser may lie over the wall meanwhile. */
export function WallSignInProgress() {
  const text = useText();
  const { state, signInProblem } = useApp();
  const view = selectedProfile(state);
  const connections = view?.profile.connections ?? [];
  const underWay = connections.some(({ id }) => id === state.signIn?.connectionId) ? state.signIn : null;
  const problem = connections.map(({ id }) => signInProblem(id)).find((one) => one !== null);
  if (view && underWay) {
    return (
      <section className="banner wall-sign-in" data-testid="wall-signing-in" aria-label={text.ended.label}>
        <BannerProgress signIn={underWay} view={view} />
      </section>
    );
  }
  if (!problem) return null;
  const { title, remedy } = errorText(text, problem);
  return (
    <p className="wall-sign-in wall-sign-in-failed" data-testid="wall-sign-in-failed">
      {title}. {remedy}
    </p>
  );
}
