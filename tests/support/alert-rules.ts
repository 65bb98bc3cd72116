import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One rule of docs/digiplayer-alerts.yml; its expression is of the few forms that are used there. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
}

/** The rules that the documentation brings along. */
export function readAlertRules(): readonly AlertRule[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs/digiplayer-alerts.yml'), 'utf8');
  const found = [...text.matchAll(/- alert: (\S+)\n\s+expr: (.+)\n/g)];
  return found.map(([, alert = '', expr = '']) => ({ alert, expr }));
}

/** The samples of an exposition: the name with its labels → the value. */
export function samplesOf(exposition: string): ReadonlyMap<string, number> {
  const lines = exposition.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

const FORM = /^(time\(\) - )?(\w+(?:\{[^}]*\})?)( - time\(\))? (==|<|>) (\d+)$/;

/** Whether a rule holds over these samples at `nowSeconds`; a series that is not there fires nothing. Throws on a form that it does not know. */
function holds({ expr }: AlertRule, samples: ReadonlyMap<string, number>, nowSeconds: number): boolean {
  const match = FORM.exec(expr);
  if (match === null) throw new Error(`The expression ${expr} has a form that is not known here.`);
  const [, before, series = '', behind, operator, limit] = match;
  const sample = samples.get(series);
  if (sample === undefined) return false;
  const value =
    before !== undefined ? nowSeconds - sample : behind !== undefined ? sample - nowSeconds : sample;
  if (operator === '==') return value === Number(limit);
  return operator === '<' ? value < Number(limit) : value > Number(limit);
}

/** The names of the rules that hold over an exposition at `nowMs`. */
export function firing(exposition: string, nowMs: number): readonly string[] {
  const samples = samplesOf(exposition);
  return readAlertRules()
    .filter((rule) => holds(rule, samples, nowMs / 1_000))
    .map(({ alert }) => alert);
}
