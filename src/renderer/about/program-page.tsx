/** What the program is: name, version, how it was built, who manages it, and the ways to the other pages. */
import { Button } from 'react-aria-components';
import type { AboutPage } from '../../shared/about.ts';
import { shortCommit } from '../../shared/commit.ts';
import { format } from '../../shared/text/format.ts';
import { HelpPanel } from '../components/ask-for-help.tsx';
import { CopyText } from '../components/copy-text.tsx';
import { AlertIcon, ChevronRightIcon, Mark } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { UpdateSection } from './update-section.tsx';

const others = ['guide', 'news', 'notices', 'licence', 'crashes'] as const satisfies readonly AboutPage[];

export function ProgramPage() {
  const text = useText().about;
  const { bridge, state, ask } = useApp();
  const { build, version, crashReports } = state;
  return (
    <>
      <div className="about-name">
        <Mark size={44} />
        <div>
          <p className="about-title" translate="no">
            Sightglass
          </p>
          <p className="muted">{format(text.version, { version })}</p>
        </div>
        {build.kind !== 'release' && (
          <span className="badge" data-tone="warning" data-testid="build-kind">
            {text.builds[build.kind]}
          </span>
        )}
      </div>
      {build.kind === 'not-a-release' && <p className="muted">{text.notARelease}</p>}
      <UpdateSection />
      <HelpPanel />
      {state.policy.isManaged && <Managed />}
      {crashReports.isAfterCrash && (
        <div className="callout" data-testid="after-crash">
          <AlertIcon />
          <p>{text.afterCrash}</p>
        </div>
      )}
      <Facts />
      <ul className="choices">
        {others.map((page) => (
          <li key={page}>
            <Button
              className="choice"
              data-testid={`about-${page}`}
              onPress={() => ask(() => bridge.about.show({ page }))}
            >
              <span>{text.titles[page]}</span>
              <ChevronRightIcon />
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What a ticket needs, to read and to copy. */
function Facts() {
  const text = useText().about;
  const { state } = useApp();
  const { build, version, policy } = state;
  const facts = [
    [text.facts.commit, build.commit ? shortCommit(build.commit) : text.unknown],
    [text.facts.build, text.builds[build.kind]],
    [text.facts.electron, build.electron],
    [text.facts.chromium, build.chromium],
    [text.facts.node, build.node],
    [text.facts.system, build.system],
  ] as const;
  const managed = policy.isManaged ? [[text.facts.managed, policy.keys.join(', ')] as const] : [];
  const lines = [...facts, ...managed].map(([name, value]) => format(text.fact, { name, value }));
  const account = [`Sightglass ${version}`, ...lines].join('\n');
  return (
    <section className="about-facts">
      <div className="about-facts-head">
        <h3>{text.factsTitle}</h3>
        <CopyText text={account} label={text.copyFacts} />
      </div>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd translate="no">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** That somebody else decides about a part of the program is not hidden from who uses it. */
function Managed() {
  const text = useText().about;
  const { keys, notUnderstood } = useApp().state.policy;
  return (
    <section className="about-panel" data-testid="managed">
      <h3>{text.managed}</h3>
      {keys.length > 0 && (
        <p>
          {text.managedKeys} <span translate="no">{keys.join(', ')}</span>
        </p>
      )}
      {notUnderstood.length > 0 && (
        <p>
          {text.managedNotUnderstood} <span translate="no">{notUnderstood.join(', ')}</span>
        </p>
      )}
    </section>
  );
}
