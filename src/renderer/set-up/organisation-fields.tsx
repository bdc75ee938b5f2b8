/** Which organisation of Sigma is meant, and over which connection it queries: for the few that need to say so. */
import { useText } from '../context/text-context.tsx';
import { Advanced } from './advanced.tsx';
import { Field } from './field.tsx';
import { hasOtherTenant, lacksEvalToken } from './form-values.ts';
import { SignInAgainNote } from './sign-in-again-note.tsx';
import type { ProfileForm } from './use-profile-form.ts';

export function OrganisationFields({ form }: { form: ProfileForm }) {
  const texts = useText().setUp.sigma;
  const { values, start, change } = form;
  const isInUse = values.tenant.trim() !== '' || values.evalConnectionId.trim() !== '';
  const hasProblem = ['tenant', 'evalConnectionId'].some((name) => form.problem(name) !== undefined);
  return (
    <>
      <Advanced label={isInUse ? texts.organisationInUse : texts.organisation} hasProblem={hasProblem}>
        <div className="field-pair">
          <Field
            form={form}
            name="tenant"
            label={texts.tenant}
            isCode
            isOptional
            value={values.tenant}
            onChange={(tenant) => change({ tenant })}
            description={texts.tenantHelp}
          />
          <Field
            form={form}
            name="evalConnectionId"
            label={texts.evalConnectionId}
            isCode
            isOptional
            value={values.evalConnectionId}
            onChange={(evalConnectionId) => change({ evalConnectionId })}
            description={lacksEvalToken(values) ? texts.evalConnectionLacksToken : texts.evalConnectionHelp}
          />
        </div>
      </Advanced>
      {hasOtherTenant(start, values) && <SignInAgainNote isOtherSigma />}
    </>
  );
}
