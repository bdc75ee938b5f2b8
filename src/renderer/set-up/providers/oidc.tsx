/** The fields of an OpenID Connect server: its metadata URI, and the audience where one is asked for. */
import { Button } from 'react-aria-components';
import { withScheme } from '../../../shared/providers/address.ts';
import { providerTemplates } from '../../../shared/providers/catalog.ts';
import { entraFields } from '../../../shared/providers/entra.ts';
import { flavourName, wantsAudience } from '../../../shared/providers/oidc-flavour.ts';
import { format } from '../../../shared/text/format.ts';
import { useText } from '../../context/text-context.tsx';
import { Advanced } from '../advanced.tsx';
import { chooseProvider } from '../connection-choices.ts';
import type { ConnectionForm } from '../connection-form.ts';
import { Field } from '../field.tsx';
import { Recognised } from './recognised.tsx';

export function OidcFields(parts: ConnectionForm) {
  const text = useText().providers.oidc;
  const { examples } = providerTemplates.oidc;
  const { form, connection, change, name } = parts;
  const { metadataUrl, label } = connection;
  const others = form.values.connections.filter(({ key }) => key !== connection.key);
  const entra = entraFields(withScheme(metadataUrl));
  const product = entra === null ? flavourName(withScheme(metadataUrl)) : null;
  return (
    <>
      <div className="field-with-callout">
        <Field
          form={form}
          name={name('server.metadataUrl')}
          label={text.fields.metadataUrl.label}
          placeholder={examples.metadataUrl}
          isCode
          inputMode="url"
          value={metadataUrl}
          onChange={(entered) => change({ metadataUrl: entered })}
          onLeave={(entered) => {
            const found = flavourName(entered);
            if (label.trim() === '' && found !== null) change({ label: found });
          }}
          description={
            product === null ? (
              text.fields.metadataUrl.help
            ) : (
              <Recognised>
                <span translate="no">{product}</span>
              </Recognised>
            )
          }
        />
        {entra && (
          <p className="register-note">
            {text.isEntra}{' '}
            <Button
              className="link-button"
              data-testid="use-entra"
              onPress={() => change({ ...chooseProvider(connection, 'entra', undefined, others), ...entra })}
            >
              {text.useEntra}
            </Button>
          </p>
        )}
      </div>
      <AudienceField {...parts} />
    </>
  );
}

/** Open where the server is known to ask for it; elsewhere out of the way. */
function AudienceField({ form, connection, change, name }: ConnectionForm) {
  const text = useText().providers.oidc;
  const { label, help } = text.fields.audience;
  const { audience, metadataUrl } = connection;
  const field = (
    <Field
      form={form}
      name={name('server.audience')}
      label={label}
      placeholder={providerTemplates.oidc.examples.audience}
      isCode
      isOptional
      value={audience}
      onChange={(entered) => change({ audience: entered })}
      description={help}
    />
  );
  if (wantsAudience(withScheme(metadataUrl))) return field;
  return (
    <Advanced
      label={audience === '' ? label : format(text.audienceIs, { audience })}
      hasProblem={form.problem(name('server.audience')) !== undefined}
    >
      {field}
    </Advanced>
  );
}
