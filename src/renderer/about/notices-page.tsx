/** Whose work the program builds on, and under which terms: a plain list that can be searched. */
import { useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading, Input, Label, TextField } from 'react-aria-components';
import type { ThirdPartyNotice } from '../../shared/about.ts';
import { format } from '../../shared/text/format.ts';
import { ChevronRightIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { foundNotices } from '../model/found-notices.ts';
import { Answered } from './answered.tsx';
import { ChromiumLicences } from './licence-page.tsx';
import { useAnswer } from './use-answer.ts';

export function NoticesPage() {
  const text = useText().about;
  const { bridge } = useApp();
  const asked = useAnswer(() => bridge.about.notices());
  return (
    <>
      <div className="notices-intro">
        <p>{text.noticesIntro}</p>
        <ChromiumLicences />
      </div>
      <Answered asked={asked}>
        {(notices) => (notices ? <Searchable notices={notices} /> : <p className="muted">{text.noNotices}</p>)}
      </Answered>
    </>
  );
}

function Searchable({ notices }: { notices: readonly ThirdPartyNotice[] }) {
  const text = useText().about;
  const [wanted, setWanted] = useState('');
  const found = foundNotices(notices, wanted);
  return (
    <>
      <TextField className="field" value={wanted} onChange={setWanted} type="search" spellCheck="false">
        <Label>{text.search}</Label>
        <Input className="input" data-testid="search-notices" />
      </TextField>
      <p className="fine-print" role="status">
        {format(text.found, { found: found.length, all: notices.length })}
      </p>
      <ul className="third-parties" data-testid="third-parties">
        {found.map((notice) => (
          <li key={`${notice.name}@${notice.version}`}>
            <Party notice={notice} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Party({ notice: { name, version, licence, text } }: { notice: ThirdPartyNotice }) {
  return (
    <Disclosure className="third-party">
      <Heading level={3}>
        <Button slot="trigger" className="third-party-head">
          <ChevronRightIcon size={14} />
          <span className="third-party-name" translate="no">
            {name} <span className="muted">{version}</span>
          </span>
          <span className="muted" translate="no">
            {licence}
          </span>
        </Button>
      </Heading>
      <DisclosurePanel>
        <pre className="legal" lang="en" translate="no">
          {text}
        </pre>
      </DisclosurePanel>
    </Disclosure>
  );
}
