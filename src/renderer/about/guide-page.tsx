/** How the program is used, for people who look at workbooks. */
import { Fragment } from 'react';
import type { GuideBlock } from '../../shared/about.ts';
import { HelpPanel } from '../components/ask-for-help.tsx';
import { useApp } from '../context/app-context.tsx';
import { Answered } from './answered.tsx';
import { useAnswer } from './use-answer.ts';

export function GuidePage() {
  const { bridge } = useApp();
  const asked = useAnswer(() => bridge.about.guide());
  return (
    <>
      <HelpPanel />
      <Answered asked={asked}>
        {(parts) => (
          // Written by us, in one language.
          <div className="news guide" lang="en" translate="no" data-testid="guide">
            {parts.map(({ title, blocks }) => (
              <section key={title}>
                {title !== '' && <h3>{title}</h3>}
                {blocks.map((block) => (
                  <Block key={JSON.stringify(block)} block={block} />
                ))}
              </section>
            ))}
          </div>
        )}
      </Answered>
    </>
  );
}

function Block({ block }: { block: GuideBlock }) {
  if (block.kind === 'text') return <p>{strong(block.text)}</p>;
  if (block.kind === 'list') {
    return (
      <ul className="remarks">
        {block.items.map((item) => (
          <li key={item}>{strong(item)}</li>
        ))}
      </ul>
    );
  }
  return (
    <table className="shortcuts">
      <thead>
        <tr>
          {block.head.map((cell) => (
            <th key={cell} scope="col">
              {strong(cell)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map((row) => (
          <tr key={row.join()}>
            {row.map((cell, at) =>
              at === 0 ? (
                <th key={cell} scope="row">
                  {strong(cell)}
                </th>
              ) : (
                <td key={cell}>{strong(cell)}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What stands between two stars is strong; nothing else is a sign. */
const strong = (text: string) =>
  text
    .split('**')
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text that stays as it is
    .map((part, at) => (at % 2 === 1 ? <strong key={at}>{part}</strong> : <Fragment key={at}>{part}</Fragment>));
