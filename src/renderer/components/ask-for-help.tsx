/** The way to whoever helps in the organisation: the last one out of what went wrong. */
import { Button } from 'react-aria-components';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { Sentence } from './sentence.tsx';

/** Nothing where no administrator named anybody. Main opens the address: this window has it only to be read. */
export function AskForHelp({ variant = 'quiet' }: { variant?: 'quiet' | 'secondary' }) {
  const { bridge, state, ask } = useApp();
  if (state.help === null) return null;
  return (
    <Button
      className="button"
      data-variant={variant}
      data-testid="ask-for-help"
      onPress={() => ask(() => bridge.commands.run({ id: 'askForHelp' }))}
    >
      <HelpWords />
    </Button>
  );
}

function HelpWords() {
  const { help: text } = useText().about;
  const name = useApp().state.help?.name ?? null;
  if (name === null) return text.askUnnamed;
  const shown = (
    <bdi key="name" translate="no">
      {name}
    </bdi>
  );
  // One child, so that a gap between the parts of a button does not come into its words.
  return (
    <span>
      <Sentence text={text.ask} values={{ name: shown }} />
    </span>
  );
}

/** The same with the address, where there is room to say who it is. */
export function HelpPanel() {
  const { help: text } = useText().about;
  const { help } = useApp().state;
  if (help === null) return null;
  return (
    <section className="about-panel" data-testid="help">
      <h3>{text.title}</h3>
      <p className="wrap" translate="no">
        <bdi>{help.address}</bdi>
      </p>
      <div>
        <AskForHelp variant="secondary" />
      </div>
    </section>
  );
}
