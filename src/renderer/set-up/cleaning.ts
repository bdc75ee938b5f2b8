/** The form as it is saved: what was pasted is cleaned, also in a field that nobody left yet, as when Enter was pressed in it. */
import { cleaned } from '../../shared/profile/pasted.ts';
import { serverOrigin, withScheme } from '../../shared/providers/address.ts';
import { readPastedAddress } from '../../shared/providers/databricks-hosts.ts';
import { entraTenant } from '../../shared/providers/pasted-servers.ts';
import type { ConnectionValues, DatabricksValues } from './connection-values.ts';
import type { FormValues } from './form-values.ts';
import { settledWorkbook } from './workbook-values.ts';

export function cleanForm(values: FormValues): FormValues {
  const clean = cleanTexts(values);
  return {
    ...clean,
    workbooks: clean.workbooks.map(settledWorkbook),
    connections: clean.connections.map(cleanConnection),
  };
}

/** Every text whose name says what it holds; keys, ids and choices have no such names. */
function cleanTexts<Value>(value: Value, name = ''): Value {
  if (typeof value === 'string') return cleaned(name, value) as Value;
  if (Array.isArray(value)) return value.map((item) => cleanTexts(item, name)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'key' || key === 'id' ? inner : cleanTexts(inner, key)]),
  ) as Value;
}

const cleanConnection = (connection: ConnectionValues): ConnectionValues => ({
  ...connection,
  ...(connection.provider === 'databricks' && hostFields(connection.host)),
  ...(connection.provider === 'entra' && tenantFields(connection.tenant)),
  exchange: { ...connection.exchange, ...hostFields(connection.exchange.host) },
});

/** What an address of a page of Databricks brings into the fields; the host alone of any other address. */
export function hostFields(entered: string): Partial<DatabricksValues> & { readonly host: string } {
  const address = withScheme(entered);
  return readPastedAddress(address) ?? { host: serverOrigin(address) };
}

/** What the address of a directory brings into the fields. */
export const tenantFields = (entered: string): Partial<ConnectionValues> => entraTenant(cleaned('tenant', entered));
