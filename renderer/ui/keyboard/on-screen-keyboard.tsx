import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { Icon } from '../icon.tsx';
import { useI18n } from '../use-i18n.ts';
import {
  isNamedKey,
  keyRows,
  typedBy,
  type KeyboardKind,
  type KeyboardPage,
  type NamedKey,
} from './keyboard-layouts.ts';
import './keyboard.css';
import { nextEmptyField } from './next-empty-field.ts';
import { deleteIn, typeInto } from './type-into.ts';

interface OnScreenKeyboardProps {
  /** The field that is filled; it keeps the focus. */
  readonly input: HTMLInputElement;
  readonly onHide: () => void;
}

/**
 * Keys for fingers. It takes its place from the sheet, so that it never lies over the field that it fills. Its green key leads
 * from field to field, and sends the form when the last is filled.
 */
export function OnScreenKeyboard({ input, onHide }: OnScreenKeyboardProps): ReactNode {
  const i18n = useI18n();
  const [shifted, setShifted] = useState(false);
  const [page, setPage] = useState<KeyboardPage>('letters');

  const actions: Record<NamedKey, () => void> = {
    shift: () => {
      setShifted(!shifted);
    },
    symbols: () => {
      setPage('symbols');
    },
    accents: () => {
      setPage('accents');
    },
    letters: () => {
      setPage('letters');
    },
    backspace: () => {
      deleteIn(input);
    },
    space: () => {
      typeInto(input, ' ');
    },
    enter: () => {
      const next = nextEmptyField(input);
      if (next !== null) {
        next.focus();
        return;
      }
      onHide();
      input.form?.requestSubmit();
    },
    hide: () => {
      // Whoever puts the keys away has finished with the field.
      input.blur();
      onHide();
    },
  };
  const leadsOn = nextEmptyField(input) !== null;
  const nameOf = (key: NamedKey): string =>
    i18n.text(key === 'enter' && leadsOn ? 'keyboard.next' : `keyboard.${key}`);
  const press = (key: string): void => {
    if (isNamedKey(key)) {
      actions[key]();
      return;
    }
    typeInto(input, typedBy(key, shifted));
    setShifted(false);
  };
  const keepFocus = (event: SyntheticEvent): void => {
    event.preventDefault();
  };

  const kind = (input.dataset['keyboard'] ?? 'text') as KeyboardKind;
  return (
    <div
      className={`keyboard is-${kind}`}
      role="region"
      aria-label={i18n.text('keyboard.label')}
      onPointerDown={keepFocus}
      onMouseDown={keepFocus}
    >
      {keyRows(kind, page).map((keys, place) => (
        <div key={place} className="keyboard-row">
          {keys.map((key) => (
            <button
              key={key}
              type="button"
              tabIndex={-1}
              className={isNamedKey(key) ? `key is-${key}` : 'key'}
              aria-label={isNamedKey(key) ? nameOf(key) : undefined}
              aria-pressed={key === 'shift' ? shifted : undefined}
              onClick={() => {
                press(key);
              }}
            >
              {!isNamedKey(key) ? (
                typedBy(key, shifted)
              ) : key === 'enter' && leadsOn ? (
                nameOf(key)
              ) : (
                <NamedKeyFace name={key} />
              )}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

function NamedKeyFace({ name }: { readonly name: NamedKey }): ReactNode {
  switch (name) {
    case 'symbols':
      return '#+=';
    case 'letters':
      return 'abc';
    case 'accents':
      return 'äçé';
    case 'space':
      return null;
    default:
      return <Icon name={name} />;
  }
}
