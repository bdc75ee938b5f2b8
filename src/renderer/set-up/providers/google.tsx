/** The field of Google, which most people leave as it is: another issuer, for tests. */
import { providerTemplates } from '../../../shared/providers/catalog.ts';
import { useText } from '../../context/text-context.tsx';
import { Advanced } from '../advanced.tsx';
import type { ConnectionForm } from '../connection-form.ts';
import { Field } from '../field.tsx';

export function GoogleFields({ form, connection, change, name }: ConnectionForm) {
  const text = useText().providers.google;
  const field = name('server.issuer');
  return (
    <Advanced label={text.anotherIssuer} hasProblem={form.problem(field) !== undefined}>
      <Field
        form={form}
        name={field}
        label={text.fields.issuer.label}
        placeholder={providerTemplates.google.examples.issuer}
        isCode
        inputMode="url"
        value={connection.issuer}
        onChange={(issuer) => change({ issuer })}
        description={text.fields.issuer.help}
      />
    </Advanced>
  );
}
