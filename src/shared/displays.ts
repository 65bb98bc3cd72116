/** A display of this machine, as a person tells it from the others. */
export interface DisplayChoice {
  /** What the setting `display` is set to in order to have this one. */
  readonly wish: string;
  /** Its own name; empty where it has none. */
  readonly label: string;
  /** In pixels of the panel. */
  readonly width: number;
  readonly height: number;
  readonly isPrimary: boolean;
  /** The player stands on it. */
  readonly isCurrent: boolean;
}

/** The displays from left to right, then from top to bottom, and when a choice among them holds. */
export interface DisplayReport {
  readonly displays: readonly DisplayChoice[];
  /** `never`: somebody else decides where windows stand. */
  readonly applies: 'now' | 'next-start' | 'never';
}
