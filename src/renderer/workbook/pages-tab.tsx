/** Pages and elements of the workbook as they are met, to go to and to maximise. */
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import { shownName } from '../../shared/profile/visible-text.ts';
import type { PaneView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { ElementIcon, MaximiseIcon, PageIcon } from '../components/icons.tsx';
import { useText } from '../context/text-context.tsx';
import { useCommand } from './use-command.ts';

type Node = PaneView['contents']['nodes'][number];

export function PagesTab({ pane }: { pane: PaneView }) {
  const { pages: texts } = useText().inside;
  const { nodes } = pane.contents;
  return (
    <>
      {nodes.length === 0 ? (
        <p className="inside-empty">{texts.none}</p>
      ) : (
        <ul className="inside-list" aria-label={texts.label}>
          {nodes.map((node) => (
            <Row key={node.id} node={node} pane={pane} />
          ))}
        </ul>
      )}
      <p className="help inside-note">{texts.asTheyAreMet}</p>
    </>
  );
}

function Row({ node: { id, type, title }, pane }: { node: Node; pane: PaneView }) {
  const { pages: texts } = useText().inside;
  const send = useCommand(pane.paneId);
  const { selectedNode, isMaximised } = pane.place;
  const isSelected = selectedNode?.id === id;
  const name = title ?? shownName(id);
  return (
    <li className="inside-row" data-testid="node" data-current={isSelected || undefined}>
      <Button
        className="inside-row-main"
        aria-current={isSelected}
        onPress={() => send({ type: 'workbook:selectednodeid:update', selectedNodeId: id, nodeType: type })}
      >
        {type === 'page' ? <PageIcon /> : <ElementIcon />}
        <span className="visually-hidden">{texts.types[type]}</span>
        <bdi className={title === null ? 'inside-row-name code' : 'inside-row-name'} translate="no">
          {name}
        </bdi>
      </Button>
      {type === 'element' && (
        <TooltipTrigger delay={600}>
          <Button
            className="icon-button"
            aria-label={format(texts.maximise, { element: name })}
            data-testid="maximise-node"
            isDisabled={isMaximised}
            onPress={() => send({ type: 'workbook:fullscreen:update', nodeId: id })}
          >
            <MaximiseIcon />
          </Button>
          <Tooltip className="tooltip" offset={6}>
            {format(texts.maximise, { element: name })}
          </Tooltip>
        </TooltipTrigger>
      )}
    </li>
  );
}
