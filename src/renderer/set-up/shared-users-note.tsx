/** Says, above the button that saves, that another profile would change the users that this one makes in Sigma. */
import { format } from '../../shared/text/format.ts';
import { AlertIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { sharedUsers } from '../model/shared-users.ts';
import { draftOf } from './form-values.ts';
import type { ProfileForm } from './use-profile-form.ts';

export function SharedUsersNote({ form }: { form: ProfileForm }) {
  const text = useText();
  const { state } = useApp();
  const found = sharedUsers(draftOf(form.values), state.profiles, text);
  if (!found) return null;
  return (
    <div className="callout" data-tone="warning" role="status" data-testid="shared-users">
      <AlertIcon />
      <p>{format(text.sharedUsers.inForm, { ...found })}</p>
    </div>
  );
}
