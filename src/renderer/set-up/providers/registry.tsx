/** Where the authorization server is: only what the chosen provider needs. A kind without its fields does not compile. */
import type { ComponentType } from 'react';
import type { ProviderKind } from '../../../shared/providers/provider.ts';
import type { ConnectionForm } from '../connection-form.ts';
import { DatabricksServerFields } from './databricks.tsx';
import { EntraFields } from './entra.tsx';
import { GoogleFields } from './google.tsx';
import { OidcFields } from './oidc.tsx';
import { SnowflakeFields } from './snowflake.tsx';

const fieldsOf: Readonly<Record<ProviderKind, ComponentType<ConnectionForm>>> = {
  databricks: DatabricksServerFields,
  entra: EntraFields,
  oidc: OidcFields,
  snowflake: SnowflakeFields,
  google: GoogleFields,
};

export function ServerFields(parts: ConnectionForm) {
  const Fields = fieldsOf[parts.connection.provider];
  return <Fields {...parts} />;
}
