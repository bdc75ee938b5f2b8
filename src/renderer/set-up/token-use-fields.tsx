/** What Sigma uses the token of a connection for: one of its connections, or all that take it. */
import { useText } from '../context/text-context.tsx';
import { Advanced } from './advanced.tsx';
import type { ConnectionForm } from './connection-form.ts';
import { Choice } from './field.tsx';

export function TokenUseFields({ form, connection, change, name }: ConnectionForm) {
  const { question, uses } = useText().setUp.tokenUse;
  const problem = form.problem(name('isForOrganisation'));
  const chosen = connection.isForOrganisation ? 'organisation' : 'connection';
  return (
    <Advanced label={uses[chosen].heading} hasProblem={problem !== undefined}>
      <Choice
        label={question}
        hidesLabel
        testId="token-use"
        value={chosen}
        onChange={(use) => {
          change({ isForOrganisation: use === 'organisation' });
          form.touch(name('isForOrganisation'));
        }}
        options={(['connection', 'organisation'] as const).map((value) => ({ value, ...uses[value] }))}
        form={form}
        name={name('isForOrganisation')}
      />
    </Advanced>
  );
}
