/** Thrown by a fake when the code under test calls something at a moment that Electron's documentation forbids. */
export class OrderRuleBroken extends Error {
  override name = 'OrderRuleBroken';
}

export function orderRule(kept: boolean, rule: string): void {
  if (!kept) throw new OrderRuleBroken(rule);
}
