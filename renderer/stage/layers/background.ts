/** What lies behind a picture in its box. */
export interface Background {
  setColour(colour: string): void;
  /** The picture is there: from now on the background is, too. */
  show(): void;
}

/** A layer has no background until it has a picture: else that would be seen while the picture is on its way. */
export function createBackground(box: HTMLElement, firstColour: string): Background {
  let colour = firstColour;
  let isShown = false;
  const paint = (): void => {
    if (isShown) box.style.backgroundColor = colour;
  };
  return {
    setColour(changed) {
      colour = changed;
      paint();
    },
    show() {
      isShown = true;
      paint();
    },
  };
}
