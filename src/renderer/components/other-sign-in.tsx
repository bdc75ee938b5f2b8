/** Why nothing can be signed in to here: a sign-in of another profile waits. It can be gone to. */
import { Button } from 'react-aria-components';
import type { ProfileView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { CancelSignIn } from './sign-in-actions.tsx';

/** @param view the profile that is shown; of its own sign-in nothing is said here */
export function OtherSignIn({ view }: { view: ProfileView }) {
  const text = useText();
  const { bridge, state, ask, go } = useApp();
  const connectionId = state.signIn?.connectionId;
  const other = state.profiles.find(({ profile }) => profile.connections.some(({ id }) => id === connectionId));
  if (!other || other.profile.id === view.profile.id) return null;
  const connection = other.profile.connections.find(({ id }) => id === connectionId)?.label ?? '';
  const show = async () => {
    const answer = await ask(() => bridge.profiles.select({ profileId: other.profile.id }));
    if (answer.ok) go({ kind: 'home' });
  };
  return (
    <div className="other-sign-in" data-testid="other-sign-in">
      <p className="fine-print">{format(text.signIn.elsewhere, { connection, profile: other.profile.name })}</p>
      <div className="row-actions">
        <Button className="button" data-variant="secondary" data-testid="show-other-sign-in" onPress={show}>
          {text.signIn.showElsewhere}
        </Button>
        <CancelSignIn />
      </div>
    </div>
  );
}
