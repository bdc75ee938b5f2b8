/** The fields of Microsoft Entra ID: the directory, and where it is in a national cloud. */
import { withScheme } from '../../../shared/providers/address.ts';
import { providerTemplates } from '../../../shared/providers/catalog.ts';
import { entraCloud } from '../../../shared/providers/entra.ts';
import { format } from '../../../shared/text/format.ts';
import { useText } from '../../context/text-context.tsx';
import { Advanced } from '../advanced.tsx';
import { tenantFields } from '../cleaning.ts';
import type { ConnectionForm } from '../connection-form.ts';
import { Field } from '../field.tsx';

export function EntraFields({ form, connection, change, name }: ConnectionForm) {
  const text = useText().providers.entra;
  const { examples } = providerTemplates.entra;
  const cloud = entraCloud(withScheme(connection.authority));
  return (
    <>
      <Field
        form={form}
        name={name('server.tenant')}
        label={text.fields.tenant.label}
        placeholder={examples.tenant}
        isCode
        value={connection.tenant}
        onChange={(tenant) => change({ tenant })}
        onLeave={(entered) => change(tenantFields(entered))}
        description={text.fields.tenant.help}
      />
      <Advanced
        label={cloud === null ? text.nationalClouds : format(text.nationalCloud, { cloud: text.clouds[cloud] })}
        hasProblem={form.problem(name('server.authority')) !== undefined}
      >
        <Field
          form={form}
          name={name('server.authority')}
          label={text.fields.authority.label}
          placeholder={examples.authority}
          isCode
          inputMode="url"
          value={connection.authority}
          onChange={(authority) => change({ authority })}
          description={text.fields.authority.help}
        />
      </Advanced>
    </>
  );
}
