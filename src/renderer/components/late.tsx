/**
 * Parts of the interface that no first picture needs. Each lies in files of its own, which are read when the window has
 * nothing else to do, so that nobody waits for one at a press.
 */
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { AppErrorView } from '../../shared/errors.ts';
import { useText } from '../context/text-context.tsx';
import { ErrorPanel } from './error-panel.tsx';

/**
 * So long the window waits for a hand before it reads ahead all the same, in milliseconds: a workbook that starts, and at the
 * start of a computer everything else, needs the processor more.
 */
const PATIENCE_MS = 20_000;
/** What somebody does who may press something soon. */
const signsOfAHand = ['pointermove', 'pointerdown', 'keydown'] as const;
/** So long it waits from then on, in milliseconds: what is pressed at once comes first. */
const PAUSE_MS = 1_000;

const notRead: AppErrorView = { code: 'internal', values: { reason: 'partNotRead', remedy: 'startProgramAgain' } };

/** How each part is read, in the order in which they are read ahead. */
const readings: (() => Promise<unknown>)[] = [];

/**
 * A component that is read later. Once it was read it is drawn at once, with nothing in between.
 *
 * @param read imports it, with whatever has to be there before
 * @param Frame given the same, what surrounds it until it is there: empty for that moment, or around the account of why it never came.
 * It has to hold the way out where nothing around it does.
 */
export function late<Props extends object>(
  read: () => Promise<ComponentType<Props>>,
  Frame: ComponentType<Props & { children?: ReactNode }> = Plain,
): ComponentType<Props> {
  let Part: ComponentType<Props> | null = null;
  const reading = async () => {
    Part ??= await read();
  };
  readings.push(reading);

  return function Late(props: Props) {
    const [status, setStatus] = useState<'reading' | 'read' | 'failed'>('reading');
    useEffect(() => {
      if (Part !== null) return;
      reading().then(
        () => setStatus('read'),
        () => setStatus('failed'),
      );
    }, []);
    if (Part !== null) return <Part {...props} />;
    return <Frame {...props}>{status === 'failed' && <NotRead />}</Frame>;
  };
}

function Plain({ children }: { children?: ReactNode }) {
  return <div data-testid="late">{children}</div>;
}

/** The same page never asks for a file again that could not be read; one that begins anew asks for all. */
function NotRead() {
  const { window: texts } = useText();
  return (
    <ErrorPanel level={3} error={notRead}>
      <Button
        className="button"
        data-variant="primary"
        data-testid="start-again"
        onPress={() => window.location.reload()}
      >
        {texts.startAgain}
      </Button>
    </ErrorPanel>
  );
}

/** Reads all parts ahead, one after the other, once a hand is near. */
export function useReadAhead(): void {
  useEffect(() => {
    const left = [...readings];
    let idle = 0;
    const readOn = () => {
      // A part that cannot be read says so where somebody wants it.
      if (left.length > 0) idle = requestIdleCallback(() => void left.shift()?.().then(readOn, readOn));
    };
    let timer = setTimeout(readOn, PATIENCE_MS);
    const signs = new AbortController();
    const begin = () => {
      signs.abort();
      clearTimeout(timer);
      timer = setTimeout(readOn, PAUSE_MS);
    };
    for (const sign of signsOfAHand) window.addEventListener(sign, begin, { signal: signs.signal, capture: true });
    return () => {
      left.length = 0;
      signs.abort();
      clearTimeout(timer);
      cancelIdleCallback(idle);
    };
  }, []);
}
