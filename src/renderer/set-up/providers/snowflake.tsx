/** The field of Snowflake: the account. */
import { providerTemplates } from '../../../shared/providers/catalog.ts';
import { useText } from '../../context/text-context.tsx';
import type { ConnectionForm } from '../connection-form.ts';
import { Field } from '../field.tsx';

export function SnowflakeFields({ form, connection, change, name }: ConnectionForm) {
  const { label, help } = useText().providers.snowflake.fields.accountUrl;
  return (
    <Field
      form={form}
      name={name('server.accountUrl')}
      label={label}
      placeholder={providerTemplates.snowflake.examples.accountUrl}
      isCode
      inputMode="url"
      value={connection.accountUrl}
      onChange={(accountUrl) => change({ accountUrl })}
      description={help}
    />
  );
}
