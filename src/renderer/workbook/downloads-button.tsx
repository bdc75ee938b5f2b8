/** The button of downloads in the bar, which shows how far they are, and the list that it opens. */
import { type DragEvent, useCallback } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import { isUnderWay, shareOf } from '../../shared/download-progress.ts';
import type { DownloadAct, DownloadView } from '../../shared/downloads.ts';
import { format } from '../../shared/text/format.ts';
import { DownloadIcon } from '../components/icons.tsx';
import { useAsks } from '../components/use-asks.ts';
import { useMenuOpen } from '../components/use-menu-open.ts';
import { useApp } from '../context/app-context.tsx';
import { useErrorText, useText } from '../context/text-context.tsx';
import { actsOf, sizeText } from '../model/downloads.ts';

export function DownloadsButton() {
  const { downloads: text } = useText();
  const { downloads } = useApp().state;
  const { isOpen, onOpenChange: setOpen } = useMenuOpen();
  useAsks({ showDownloads: () => setOpen(!isOpen) });
  const share = shareOf(downloads);
  const isBusy = downloads.some(isUnderWay);
  const percent = share === null ? null : Math.floor(share * 100);
  const { none, underWay, unknown } = text.button;
  const name = !isBusy ? none : percent === null ? unknown : format(underWay, { percent });
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="icon-button downloads-button" aria-label={name} data-testid="downloads" data-busy={isBusy}>
        <DownloadIcon />
        {isBusy && (
          <span className="downloads-share" aria-hidden="true" data-unknown={percent === null}>
            <span style={{ inlineSize: `${percent ?? 100}%` }} />
          </span>
        )}
      </Button>
      <Popover className="popover downloads-popover" placement="bottom end" offset={4}>
        <Dialog className="downloads" data-testid="downloads-list">
          <Heading slot="title">{text.title}</Heading>
          <ul>
            {downloads.map((download) => (
              <Row key={download.downloadId} download={download} isLast={downloads.length === 1} close={setOpen} />
            ))}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

interface RowProps {
  readonly download: DownloadView;
  readonly isLast: boolean;
  close(isOpen: false): void;
}

function Row({ download, isLast, close }: RowProps) {
  const { downloads: text, locale } = useText();
  const { bridge, ask } = useApp();
  const { downloadId, name, status, isMade, receivedBytes, totalBytes, error } = download;
  const act = useCallback(
    (wanted: DownloadAct) => {
      void ask(() => bridge.downloads.act({ downloadId, act: wanted }));
      // With the last row the button goes as well; the focus is handed on while there is somebody to have it.
      if (isLast && (wanted === 'remove' || wanted === 'cancel')) close(false);
    },
    [bridge, ask, downloadId, isLast, close],
  );
  const drag = (event: DragEvent) => {
    // The system drags the file in the place of what the page would.
    event.preventDefault();
    void ask(() => bridge.downloads.drag({ downloadId }));
  };
  const size = sizeText(receivedBytes, locale);
  const ofTotal =
    totalBytes === null ? size : format(text.sizeOf, { received: size, total: sizeText(totalBytes, locale) });
  const words = {
    running: isMade ? text.making : ofTotal,
    paused: format(text.paused, { size: ofTotal }),
    done: format(text.done, { size }),
  };
  return (
    <li
      className="download"
      data-testid="download"
      data-status={status}
      draggable={status === 'done'}
      onDragStart={drag}
    >
      <p className="download-name" translate="no" title={name}>
        {name}
      </p>
      {isUnderWay(download) && (
        <progress
          aria-label={format(text.progress, { file: name })}
          {...(totalBytes === null ? {} : { max: totalBytes, value: receivedBytes })}
        />
      )}
      {status !== 'failed' && <p className="download-words">{words[status]}</p>}
      {error && <Fault error={error} />}
      <div className="download-acts">
        {actsOf(download).map((one) => (
          <Button
            // The same button, so that the focus stays where it is.
            key={one === 'resume' ? 'pause' : one}
            className="button"
            data-variant="quiet"
            data-act={one}
            aria-label={format(text.actOf, { act: text.acts[one], file: name })}
            onPress={() => act(one)}
          >
            {text.acts[one]}
          </Button>
        ))}
      </div>
    </li>
  );
}

function Fault({ error }: { error: NonNullable<DownloadView['error']> }) {
  const { title, detail, remedy } = useErrorText(error);
  return (
    <div className="download-fault" data-code={error.code}>
      <p className="download-fault-title">{title}</p>
      <p>{[detail, remedy].filter(Boolean).join(' ')}</p>
    </div>
  );
}
