import { useRef, type ReactNode } from 'react';
import './controls.css';
import './lists.css';
import { OnScreenKeyboard } from './keyboard/on-screen-keyboard.tsx';
import { useTouchTyping } from './keyboard/use-touch-typing.ts';
import { useMouseSeen } from './use-mouse-seen.ts';

/** The ground of a screen that people use: keyboard for touch at its foot, an arrow only while a mouse moves. */
export function Sheet({
  className,
  children,
}: {
  readonly className: string;
  readonly children: ReactNode;
}): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const mouseSeen = useMouseSeen(element);
  const { typingIn, hide } = useTouchTyping(element);
  return (
    <div ref={element} className={`sheet ${className}${mouseSeen ? ' has-mouse' : ''}`}>
      {children}
      {typingIn !== null && <OnScreenKeyboard key={typingIn.id} input={typingIn} onHide={hide} />}
    </div>
  );
}
