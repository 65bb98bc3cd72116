// @vitest-environment happy-dom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { useState, type ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { Field } from '../../../../../renderer/ui/field.tsx';
import type { KeyboardKind } from '../../../../../renderer/ui/keyboard/keyboard-layouts.ts';
import { translations } from '../../../../../renderer/ui/i18n.ts';
import { Sheet } from '../../../../../renderer/ui/sheet.tsx';
import { showScreen, type ShownScreen } from '../../../../support/show-screen.tsx';

function Form({
  keyboard,
  onSubmit,
}: {
  readonly keyboard: KeyboardKind;
  readonly onSubmit: () => void;
}): ReactNode {
  const [text, setText] = useState('ab');
  return (
    <Sheet className="">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <Field label="Field" keyboard={keyboard} value={text} error={null} onText={setText} />
        <p data-testid="heard">{text}</p>
      </form>
    </Sheet>
  );
}

interface Typing extends ShownScreen {
  readonly field: HTMLInputElement;
  readonly press: (...keys: readonly string[]) => Promise<void>;
  readonly heard: () => string;
}

async function tapField(keyboard: KeyboardKind, onSubmit: () => void = () => undefined): Promise<Typing> {
  const shown = await showScreen(<Form keyboard={keyboard} onSubmit={onSubmit} />);
  const field = screen.getByLabelText<HTMLInputElement>('Field');
  tap(field, 'touch');
  return {
    ...shown,
    field,
    press: async (...keys) => {
      for (const name of keys) await shown.user.click(screen.getByRole('button', { name }));
    },
    heard: () => screen.getByTestId('heard').textContent,
  };
}

function tap(element: HTMLElement, pointerType: string): void {
  act(() => {
    element.focus();
    element.dispatchEvent(new PointerEvent('click', { bubbles: true, pointerType }));
  });
}

const keys = (): HTMLElement | null => screen.queryByRole('region', { name: 'On-screen keyboard' });

afterEach(cleanup);

describe('the on-screen keyboard', () => {
  it('comes for a finger, not for a mouse', async () => {
    await showScreen(<Form keyboard="text" onSubmit={() => undefined} />);
    const field = screen.getByLabelText('Field');
    tap(field, 'mouse');
    expect(keys()).toBeNull();
    tap(field, 'touch');
    expect(keys()).not.toBeNull();
  });

  it('types at the caret, deletes, and leaves the focus in the field', async () => {
    const { field, press, heard } = await tapField('address');
    field.setSelectionRange(1, 1);
    await press('7', '.local', 'Delete', 'Delete');
    expect(heard()).toBe('a7.locb');
    field.setSelectionRange(0, 7);
    await press('https://');
    expect(heard()).toBe('https://');
    expect(document.activeElement).toBe(field);
  });

  it('writes one capital after shift, and finds the symbols', async () => {
    const { field, press, heard } = await tapField('text');
    field.setSelectionRange(2, 2);
    await press('Capital letters', 'Q', 'w', 'Digits and symbols', '€', 'Letters', 'Space', 'e');
    expect(heard()).toBe('abQw€ e');
  });

  it('has every letter of the ten languages, small and capital', async () => {
    const { field, press, heard } = await tapField('text');
    field.setSelectionRange(0, 2);
    await press('Letters with accents', 'ß', 'ő', 'Capital letters', 'Ł', 'ț', 'Letters', 'a');
    expect(heard()).toBe('ßőŁța');
    const written = Object.values(translations).flatMap((texts) =>
      JSON.stringify(Object.values(texts)).split(''),
    );
    const letters = new Set(
      written.filter((one) => /\p{Script=Latin}/u.test(one)).map((one) => one.toLowerCase()),
    );
    await press('Letters with accents');
    const keyNames = (): string[] => screen.getAllByRole('button').map(({ textContent }) => textContent);
    const accented = keyNames();
    await press('Letters');
    const typable = new Set([...accented, ...keyNames()]);
    const missing = [...letters].filter((letter) => !typable.has(letter));
    expect(missing, 'of what these texts themselves are written in').toEqual([]);
  });

  it('writes codes in capitals', async () => {
    const { field, press, heard } = await tapField('code');
    field.setSelectionRange(0, 2);
    await press('Q', '-', '1');
    expect(heard()).toBe('Q-1');
  });

  it('sends the form by Enter, and goes', async () => {
    let sent = 0;
    const { press } = await tapField('number', () => {
      sent += 1;
    });
    await press('Enter');
    expect(sent).toBe(1);
    expect(keys()).toBeNull();
  });

  it('can be sent away, and comes back by another tap', async () => {
    const { field, press } = await tapField('number');
    await press('Hide the keyboard');
    expect(keys()).toBeNull();
    tap(field, 'touch');
    expect(keys()).not.toBeNull();
  });
});

describe('between two presses', () => {
  function Two(): ReactNode {
    const [texts, setTexts] = useState(['', '']);
    return (
      <Sheet className="">
        <form>
          <Field
            label="One"
            keyboard="address"
            value={texts[0]}
            error={null}
            onText={(one) => {
              setTexts([one, texts[1] ?? '']);
            }}
          />
          <Field
            label="Two"
            keyboard="code"
            value={texts[1]}
            error={null}
            onText={(two) => {
              setTexts([texts[0] ?? '', two]);
            }}
          />
          <button type="button">Away</button>
        </form>
      </Sheet>
    );
  }
  const press = (kind: string, element: Element): void => {
    act(() => {
      element.dispatchEvent(new MouseEvent(kind, { bubbles: true }));
    });
  };

  it('the keyboard stays until the click is over, so that nothing moves away under the finger', async () => {
    await showScreen(<Two />);
    tap(screen.getByLabelText('One'), 'touch');
    const away = screen.getByRole('button', { name: 'Away' });
    press('mousedown', away);
    act(() => {
      away.focus();
    });
    expect(keys(), 'pressed').not.toBeNull();
    press('mouseup', away);
    press('click', away);
    expect(keys(), 'clicked').not.toBeNull();
    await waitFor(() => {
      expect(keys()).toBeNull();
    });
  });

  it('a focus that moves by itself is followed at once', async () => {
    await showScreen(<Two />);
    tap(screen.getByLabelText('One'), 'touch');
    act(() => {
      screen.getByRole('button', { name: 'Away' }).focus();
    });
    expect(keys()).toBeNull();
  });

  it('the green key says Next until the last empty field, and swaps the keys on the way', async () => {
    const { user } = await showScreen(<Two />);
    tap(screen.getByLabelText('One'), 'touch');
    await user.click(screen.getByRole('button', { name: 'a' }));
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(document.activeElement).toBe(screen.getByLabelText('Two'));
    await waitFor(() => {
      expect(screen.getByRole('button', { name: 'A' })).toBeDefined();
    });
    expect(screen.queryByRole('button', { name: 'Next' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Enter' })).toBeDefined();
  });
});
