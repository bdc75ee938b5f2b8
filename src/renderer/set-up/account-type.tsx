/** The account type of embed users: one that Sigma has, or the name of one of the organisation's own. */
import { Button } from 'react-aria-components';
import { knownAccountTypes } from '../../shared/profile/pasted.ts';
import { useText } from '../context/text-context.tsx';
import { Field } from './field.tsx';
import type { ProfileForm } from './use-profile-form.ts';

export function AccountType({ form }: { form: ProfileForm }) {
  const texts = useText().setUp.sigma;
  const { accountType } = form.values;
  const choose = (chosen: string) => form.change({ accountType: chosen });
  const entered = accountType.trim();
  const isKnown = entered === '' || knownAccountTypes.some((known) => known === entered);
  return (
    <div className="with-chips">
      <Field
        form={form}
        name="user.accountType"
        label={texts.accountType}
        value={accountType}
        onChange={choose}
        description={isKnown ? texts.accountTypeHelp : texts.otherAccountType}
      />
      <fieldset className="scope-templates" aria-label={texts.knownAccountTypes}>
        {knownAccountTypes.map((known) => (
          <Button
            key={known}
            className="chip"
            data-testid={`account-type-${known}`}
            aria-pressed={known === entered}
            onPress={() => choose(known)}
          >
            <span translate="no">{known}</span>
          </Button>
        ))}
      </fieldset>
    </div>
  );
}
