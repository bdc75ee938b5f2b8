/** The data platforms behind the workbooks, and the applications registered there for signing in. */
import { Button } from 'react-aria-components';
import { PlusIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { ConnectionFields } from './connection-fields.tsx';
import { emptyConnection } from './connection-values.ts';
import { offeredRedirect } from './redirects.ts';
import { addRow } from './rows.ts';
import type { ProfileForm } from './use-profile-form.ts';

export function ConnectionsSection({ form }: { form: ProfileForm }) {
  const texts = useText().setUp.connections;
  const { connections } = form.values;
  const add = () => {
    const row = { ...emptyConnection(), label: '', redirectUris: offeredRedirect('databricks', connections) };
    addRow(row.key, () => form.change({ connections: [...connections, row] }));
  };
  return (
    <section className="form-section" aria-labelledby="section-connections">
      <div className="section-head">
        <h2 id="section-connections">{texts.title}</h2>
        <p className="muted">{texts.help}</p>
      </div>
      <div className="fields">
        {connections.map((connection, index) => (
          <ConnectionFields key={connection.key} form={form} connection={connection} number={index + 1} />
        ))}
        <div>
          <Button className="button" data-variant="secondary" data-testid="add-connection" onPress={add}>
            <PlusIcon />
            {texts.add}
          </Button>
        </div>
      </div>
    </section>
  );
}
