/**
 * How large what stands over content is written, in hundredths of the screen's shorter side. A letter is read from two hundred times
 * its height: capitals of five per cent are 27 mm on a panel of 43 inches, whose shorter side has 535 mm, and are read from five
 * metres in either orientation.
 */
export const LETTER_SIZE = 6.9;
/** The height of a capital of Inter, as a share of the size of its letters. */
export const CAPITAL_SHARE = 0.727;
/** An alert is as large as its room lets it be: the first of these sizes that fits. */
export const ALERT_SIZES = [13, 11, 9, 7.5, LETTER_SIZE, 6, 5, 4.2, 3.5, 2.8] as const;
