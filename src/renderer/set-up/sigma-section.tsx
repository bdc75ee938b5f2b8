/** The embed client, and who Sigma takes the person for. */

import { AlertIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { addressDoubtText } from '../model/address-text.ts';
import { AccountType } from './account-type.tsx';
import { Advanced } from './advanced.tsx';
import { Choice, Field } from './field.tsx';
import {
  hasOnlyServiceAccounts,
  hasOtherClient,
  hasOtherOrigin,
  hasSeveralPeople,
  isFixedAddress,
  type SessionUnit,
  sessionUnits,
} from './form-values.ts';
import { OrganisationFields } from './organisation-fields.tsx';
import { SignInAgainNote } from './sign-in-again-note.tsx';
import { storedHint } from './stored-hint.ts';
import type { ProfileForm } from './use-profile-form.ts';

export function SigmaSection({ form }: { form: ProfileForm }) {
  const texts = useText().setUp.sigma;
  const { values, change } = form;
  return (
    <section className="form-section" aria-labelledby="section-sigma">
      <div className="section-head">
        <h2 id="section-sigma">{texts.title}</h2>
        <p className="muted">{texts.help}</p>
      </div>
      <div className="fields">
        <Field
          form={form}
          name="name"
          label={texts.name}
          value={values.name}
          onChange={(name) => change({ name })}
          description={texts.nameHelp}
        />
        <Field
          form={form}
          name="embedClientId"
          label={texts.clientId}
          isCode
          value={values.embedClientId}
          onChange={(embedClientId) => change({ embedClientId })}
        />
        {hasOtherClient(form.start, values) && <SignInAgainNote isOtherSigma />}
        <EmbedSecret form={form} />
        <Choice
          label={texts.userKind}
          form={form}
          name="userKind"
          value={values.userKind}
          onChange={(userKind) => change({ userKind })}
          options={[
            { value: 'embed', label: texts.embedUser, help: texts.embedUserHelp },
            { value: 'internal', label: texts.internalUser, help: texts.internalUserHelp },
          ]}
        />
        {values.userKind === 'embed' && (
          <div className="field-pair">
            <AccountType form={form} />
            <Field
              form={form}
              name="user.teams"
              label={texts.teams}
              isOptional
              value={values.teams}
              onChange={(teams) => change({ teams })}
              description={texts.teamsHelp}
            />
          </div>
        )}
        <AddressFields form={form} />
        <OrganisationFields form={form} />
        <Advanced label={texts.sessionLength} hasProblem={form.problem('sessionSeconds') !== undefined}>
          <Field
            form={form}
            name="sessionSeconds"
            label={texts.sessionLength}
            inputMode="decimal"
            value={values.sessionLength}
            onChange={(sessionLength) => change({ sessionLength })}
            description={texts.sessionLengthHelp}
          >
            <select
              className="input select"
              aria-label={texts.sessionUnit}
              value={values.sessionUnit}
              onChange={(event) => change({ sessionUnit: event.target.value as SessionUnit })}
            >
              {(Object.keys(sessionUnits) as SessionUnit[]).map((unit) => (
                <option key={unit} value={unit}>
                  {texts.sessionUnits[unit]}
                </option>
              ))}
            </select>
          </Field>
        </Advanced>
      </div>
    </section>
  );
}

/** Whom Sigma sees: the person who signs in, and what if there are several addresses; or one person for everyone. */
function AddressFields({ form }: { form: ProfileForm }) {
  const text = useText();
  const texts = text.setUp.sigma;
  const { values, change } = form;
  const onlyServiceAccounts = hasOnlyServiceAccounts(values);
  return (
    <>
      {!onlyServiceAccounts && (
        <Choice
          label={texts.email}
          form={form}
          name="user.emailFrom"
          value={values.emailFrom}
          onChange={(emailFrom) => change({ emailFrom })}
          options={[
            { value: 'person', label: texts.emailOfPerson, help: texts.emailOfPersonHelp },
            { value: 'fallback', label: texts.emailFallback, help: texts.emailFallbackHelp },
            { value: 'fixed', label: texts.emailFixed, help: texts.emailFixedHelp },
          ]}
        />
      )}
      {hasSeveralPeople(values) && (
        <Choice
          label={texts.differentAddresses}
          testId="different-addresses"
          value={values.differentAddresses}
          onChange={(differentAddresses) => change({ differentAddresses })}
          options={[
            { value: 'refused', label: texts.addressesRefused, help: texts.addressesRefusedHelp },
            { value: 'allowed', label: texts.addressesAllowed, help: texts.addressesAllowedHelp },
          ]}
        />
      )}
      {!isFixedAddress(values) && values.emailFrom === 'fallback' && (
        <Field
          form={form}
          name="user.fallbackEmail"
          label={texts.fallbackAddress}
          inputMode="email"
          value={values.email}
          onChange={(email) => change({ email })}
          description={addressDoubtText(values.email, text) ?? texts.fallbackAddressHelp}
        />
      )}
      {isFixedAddress(values) && (
        <Field
          form={form}
          name="user.email"
          label={onlyServiceAccounts ? texts.email : texts.fixedAddress}
          inputMode="email"
          value={values.email}
          onChange={(email) => change({ email })}
          description={
            addressDoubtText(values.email, text) ?? (onlyServiceAccounts ? texts.emailOfServiceAccountHelp : undefined)
          }
        />
      )}
    </>
  );
}

function EmbedSecret({ form }: { form: ProfileForm }) {
  const text = useText();
  const texts = text.setUp.sigma;
  const { vault } = useApp().state;
  const { embedSecret, embedSecretStored } = form.values;
  // What is stored signs for the earlier address alone.
  const hint = hasOtherOrigin(form.start, form.values)
    ? text.errors.secret_missing.detail.sigmaChanged
    : hasOtherClient(form.start, form.values)
      ? texts.secretOfOtherClient
      : storedHint(text, vault);
  return (
    <div className="field-with-callout">
      <Field
        form={form}
        name="embedSecret"
        label={texts.secret}
        isSecret
        isStored={embedSecretStored}
        value={embedSecret}
        onChange={(entered) => form.change({ embedSecret: entered })}
        description={embedSecretStored ? hint : undefined}
      />
      <div className="callout" data-tone="warning" role="note" data-testid="secret-warning">
        <AlertIcon />
        <p>{vault.mode === 'encrypted' ? texts.secretInKeychain : texts.secretInMemory}</p>
      </div>
    </div>
  );
}
