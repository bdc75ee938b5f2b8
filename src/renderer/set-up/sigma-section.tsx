import { AlertIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { Advanced } from './advanced.tsx';
import { Choice, Field } from './field.tsx';
import { hasOnlyMachines, isFixedAddress, type SessionUnit, sessionUnits } from './form-values.ts';
import type { ProfileForm } from './use-profile-form.ts';

/** The embed client, and whom Sigma takes the person for. */
export function SigmaSection({ form }: { form: ProfileForm }) {
  const { values, change } = form;
  const onlyMachines = hasOnlyMachines(values);
  return (
    <section className="form-section" aria-labelledby="section-sigma">
      <div className="section-head">
        <h2 id="section-sigma">Sigma</h2>
        <p className="muted">The embed client, from Sigma under Administration, Developer Access.</p>
      </div>
      <div className="fields">
        <Field
          form={form}
          name="name"
          label="Profile name"
          value={values.name}
          onChange={(name) => change({ name })}
          description="As you want to see it in this app, such as the name of your team."
        />
        <Field
          form={form}
          name="embedClientId"
          label="Embed client ID"
          isCode
          value={values.embedClientId}
          onChange={(embedClientId) => change({ embedClientId })}
        />
        <EmbedSecret form={form} />
        <Choice
          label="Kind of user"
          value={values.userKind}
          onChange={(userKind) => change({ userKind })}
          options={[
            { value: 'embed', label: 'Embed user', help: 'Sigma creates the person with the account type below.' },
            { value: 'internal', label: 'Internal user', help: 'The person already has a Sigma account.' },
          ]}
        />
        {values.userKind === 'embed' && (
          <div className="field-pair">
            <Field
              form={form}
              name="user.accountType"
              label="Account type"
              value={values.accountType}
              onChange={(accountType) => change({ accountType })}
              description="As Sigma spells it, such as View, Act, Analyze or Build."
            />
            <Field
              form={form}
              name="user.teams"
              label="Teams"
              isOptional
              value={values.teams}
              onChange={(teams) => change({ teams })}
              description="Divided by commas."
            />
          </div>
        )}
        {!onlyMachines && (
          <Choice
            label="E-mail address that Sigma sees"
            value={values.emailFrom}
            onChange={(emailFrom) => change({ emailFrom })}
            options={[
              {
                value: 'person',
                label: 'The person who signs in',
                help: 'Recommended. Sigma and the data platform then know the same person.',
              },
              {
                value: 'fixed',
                label: 'A fixed address',
                help: 'Everyone who uses this profile appears as one person.',
              },
            ]}
          />
        )}
        {isFixedAddress(values) && (
          <Field
            form={form}
            name="user.email"
            label={onlyMachines ? 'E-mail address that Sigma sees' : 'Fixed address'}
            inputMode="email"
            value={values.email}
            onChange={(email) => change({ email })}
            description={onlyMachines ? 'Only a machine signs in here, and it has no address of its own.' : undefined}
          />
        )}
        <Advanced label="Session length" hasProblem={form.problem('sessionSeconds') !== undefined}>
          <Field
            form={form}
            name="sessionSeconds"
            label="Session length"
            inputMode="decimal"
            value={values.sessionLength}
            onChange={(sessionLength) => change({ sessionLength })}
            description="A signed session ends after this long, or earlier with the sign-in. It renews itself before that."
          >
            <select
              className="input select"
              aria-label="Unit of the session length"
              value={values.sessionUnit}
              onChange={(event) => change({ sessionUnit: event.target.value as SessionUnit })}
            >
              {Object.keys(sessionUnits).map((unit) => (
                <option key={unit} value={unit}>
                  {unit}
                </option>
              ))}
            </select>
          </Field>
        </Advanced>
      </div>
    </section>
  );
}

function EmbedSecret({ form }: { form: ProfileForm }) {
  const { vault } = useApp().state;
  const { embedSecret, embedSecretStored } = form.values;
  return (
    <div className="field-with-callout">
      <Field
        form={form}
        name="embedSecret"
        label="Embed secret"
        isSecret
        value={embedSecret}
        onChange={(text) => form.change({ embedSecret: text })}
        description={embedSecretStored ? storedHint(vault.mode) : undefined}
      />
      <div className="callout" data-tone="warning" role="note" data-testid="secret-warning">
        <AlertIcon />
        <p>
          Whoever holds this secret can sign in to Sigma as anyone.{' '}
          {vault.mode === 'encrypted'
            ? 'It is kept in this computer’s keychain and never shown again.'
            : 'No keychain is available, so it is kept in memory only, is never shown again, and must be entered anew after each start.'}
        </p>
      </div>
    </div>
  );
}

/** Never claims a keychain that is not there. */
export const storedHint = (mode: 'encrypted' | 'memory'): string =>
  mode === 'encrypted'
    ? 'Stored in the keychain — leave empty to keep.'
    : 'Held in memory until Sightglass closes — leave empty to keep.';
