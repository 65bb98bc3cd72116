import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface MenuProps {
  readonly icon: IconName;
  /** What the button says, and what else is read out of it. */
  readonly label: ReactNode;
  /** On which side of the button the choices are flush. */
  readonly side: 'left' | 'right';
  readonly children: ReactNode;
}

/** A button that opens a few choices above itself; they go away on Escape, on a press beside them, when the focus leaves, and by the button. */
export function Menu({ icon, label, side, children }: MenuProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    element.current?.querySelector<HTMLElement>('input:checked')?.focus();
    const onPress = ({ target }: PointerEvent): void => {
      if (target instanceof Node && element.current?.contains(target) !== true) setOpen(false);
    };
    window.addEventListener('pointerdown', onPress);
    return () => {
      window.removeEventListener('pointerdown', onPress);
    };
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOpen || event.key !== 'Escape') return;
    event.stopPropagation();
    setOpen(false);
    element.current?.querySelector('button')?.focus();
  };
  const onBlur = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Node && element.current?.contains(relatedTarget) !== true) setOpen(false);
  };
  return (
    <div ref={element} className="menu" onKeyDown={onKeyDown} onBlur={onBlur}>
      <button
        type="button"
        className="button"
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        <Icon name={icon} />
        {label}
      </button>
      {isOpen && <div className={`menu-choices is-${side}`}>{children}</div>}
    </div>
  );
}

/** What a choice of a menu came to when it was refused; empty space otherwise. */
export function MenuProblem({ sentence }: { readonly sentence: string | null }): ReactNode {
  return (
    <p className="error" role="alert">
      {sentence}
    </p>
  );
}
