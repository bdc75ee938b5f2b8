/** What lies over the panes of a wallboard: calm words where there is no picture, a small mark, and the way out. */
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { PaneView } from '../../shared/state.ts';
import type { WallView } from '../../shared/wall.ts';
import { FindCause } from '../components/find-cause.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { ageOnWall, troubleOnWall, wordOnWall } from '../model/wall.ts';
import { WallSignIn, WallSignInProgress } from './wall-sign-in.tsx';

/** Nothing here counts seconds. */
const LOOK_MS = 30_000;
/** So long Escape is held to leave: one press may be that of a cat, or of a keyboard in a drawer. */
const HOLD_MS = 1_000;
/** A pointer that rests for so long is no longer wanted. */
const REST_MS = 4_000;

export function Wall({ wall, pane }: { wall: WallView; pane: PaneView | null }) {
  const text = useText();
  const { bridge, state, ask } = useApp();
  const now = useNow(LOOK_MS);
  const leave = () => void ask(() => bridge.commands.run({ id: 'leaveWall' }));
  useHeldEscape(leave);
  const isPointed = usePointer();
  const word = wordOnWall(wall, text);
  const age = ageOnWall(pane, now, text);
  const trouble = troubleOnWall(state, pane, now, text);
  return (
    <section className="wall" aria-label={text.wall.label} data-testid="wall" data-pointed={isPointed}>
      {!wall.hasPicture && (
        <div className="wall-rest" data-testid="wall-rest">
          <p>{word}</p>
        </div>
      )}
      {wall.hasPicture && (word !== null || age !== null) && (
        <p className="wall-mark" data-testid="wall-mark">
          {[age, word].filter(Boolean).join(' · ')}
        </p>
      )}
      {wall.lacks === 'sign-in' && <WallSignInProgress />}
      <div className="wall-leave">
        {wall.lacks === 'sign-in' && <WallSignIn />}
        <Button className="button" data-variant="secondary" data-testid="leave-wall" onPress={leave}>
          {text.wall.leave}
        </Button>
        <span>{text.wall.hint}</span>
        {trouble && <FindCause error={trouble} />}
      </div>
    </section>
  );
}

/** Keys come to this page: nothing within a wallboard can have the focus. */
function useHeldEscape(leave: () => void): void {
  const latest = useRef(leave);
  latest.current = leave;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const letGo = () => {
      clearTimeout(timer);
      timer = undefined;
    };
    const press = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') timer ??= setTimeout(() => latest.current(), HOLD_MS);
    };
    const release = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') letGo();
    };
    window.addEventListener('keydown', press, true);
    window.addEventListener('keyup', release, true);
    window.addEventListener('blur', letGo);
    return () => {
      letGo();
      window.removeEventListener('keydown', press, true);
      window.removeEventListener('keyup', release, true);
      window.removeEventListener('blur', letGo);
    };
  }, []);
}

/** Whether somebody moves the pointer, who may look for the way out. */
function usePointer(): boolean {
  const [isPointed, setPointed] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const move = ({ movementX, movementY }: PointerEvent) => {
      // What moves beneath a pointer that rests counts as a move of it in some versions.
      if (movementX === 0 && movementY === 0) return;
      setPointed(true);
      clearTimeout(timer);
      timer = setTimeout(() => setPointed(false), REST_MS);
    };
    window.addEventListener('pointermove', move);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointermove', move);
    };
  }, []);
  return isPointed;
}
