import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  endByItself,
  isWanted,
  MOST_TRIAL_ENDS,
  MOST_TRIAL_STARTS,
  packagedOnly,
  planStart,
  prove,
  readState,
  rollBack,
  stage,
  switchOver,
  versionsInUse,
  writtenState,
  type UpdateState,
} from '../../../../src/player/updates/update-state.ts';
import { isNewer } from '../../../../src/player/updates/version.ts';

const PACKAGED = '1.0.0';
const everywhere = (): boolean => true;
const start = (state: UpdateState, isHere: (version: string) => boolean = everywhere) =>
  planStart(state, PACKAGED, isHere, 0);

/** `version` was fetched and is to be started next. */
const installed = (version: string, before: UpdateState = packagedOnly): UpdateState =>
  switchOver(stage(before, version, 0));

describe('an update', () => {
  it('is started once it is switched to, and stands once it has proven itself', () => {
    const waiting = stage(packagedOnly, '1.1.0', 5);
    expect(start(waiting).version).toBeNull();
    const begun = start(switchOver(waiting));
    expect(begun).toMatchObject({ version: '1.1.0', state: { trial: 1, previous: null, staged: null } });
    const proven = prove(begun.state, 7);
    expect(proven).toMatchObject({
      current: '1.1.0',
      trial: null,
      result: { version: '1.1.0', rolledBackFor: null, atMs: 7 },
    });
    expect(start(proven)).toEqual({ version: '1.1.0', state: proven });
  });

  it('is taken back to the one before, and is not wanted again until a newer one comes', () => {
    const first = prove(start(installed('1.1.0')).state, 0);
    const back = rollBack(start(installed('1.2.0', first)).state, 'silent', 9);
    expect(back).toMatchObject({ current: '1.1.0', previous: null, trial: null, refused: '1.2.0' });
    expect(back.result).toEqual({ version: '1.2.0', rolledBackFor: 'silent', atMs: 9 });
    expect(isWanted(back, '1.2.0', '1.1.0')).toBe(false);
    expect(isWanted(back, '1.1.5', '1.1.0')).toBe(false);
    expect(isWanted(back, '1.2.1', '1.1.0')).toBe(true);
  });

  it('is taken back after it ended by itself three times without having proven anything', () => {
    let state = installed('1.1.0');
    for (let count = 1; count < MOST_TRIAL_ENDS; count += 1) {
      state = endByItself(start(state).state, 9);
      expect(state).toMatchObject({ current: '1.1.0', trial: count, trialEnds: count });
    }
    expect(endByItself(start(state).state, 9)).toMatchObject({
      current: null,
      trial: null,
      trialEnds: 0,
      refused: '1.1.0',
      result: { rolledBackFor: 'crashed', atMs: 9 },
    });
  });

  it('outlives power cuts, which count less than its own ends, and stands once it had its time', () => {
    let state = endByItself(start(installed('1.1.0')).state, 0);
    for (let cut = 1; cut <= MOST_TRIAL_STARTS - 2; cut += 1) state = start(state).state;
    expect(state).toMatchObject({ current: '1.1.0', trial: MOST_TRIAL_STARTS - 1, trialEnds: 1 });
    expect(prove(state, 0)).toMatchObject({ current: '1.1.0', trial: null, trialEnds: 0, refused: null });
    // The next one begins at nothing.
    expect(installed('1.2.0', prove(state, 0))).toMatchObject({ trial: 0, trialEnds: 0 });
  });

  it('is taken back when it never proves itself in many starts, whoever ended them: it may bring down the machine', () => {
    let state = installed('1.1.0');
    for (let cut = 1; cut <= MOST_TRIAL_STARTS; cut += 1) {
      const begun = start(state);
      expect(begun.version).toBe('1.1.0');
      state = begun.state;
    }
    expect(start(state)).toMatchObject({
      version: null,
      state: { refused: '1.1.0', trialEnds: 0, result: { rolledBackFor: 'crashed' } },
    });
  });

  it('whose files are gone gives way to the one before, or the packaged one, and may be fetched again', () => {
    const second = prove(start(installed('1.2.0', prove(start(installed('1.1.0')).state, 0))).state, 0);
    expect(start(second, (version) => version !== '1.2.0').version).toBe('1.1.0');
    const gone = start(second, () => false);
    expect(gone.version).toBeNull();
    expect(isWanted(gone.state, '1.2.0', PACKAGED)).toBe(true);
  });

  it('gives way to a package that has caught up', () => {
    const proven = prove(start(installed('1.1.0')).state, 0);
    expect(planStart(proven, '1.1.0', everywhere, 0)).toMatchObject({
      version: null,
      state: { current: null, previous: null },
    });
    expect(planStart(stage(proven, '1.2.0', 0), '1.3.0', everywhere, 0).state.staged).toBeNull();
  });
});

const steps = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('offer' as const),
      version: fc.tuple(fc.nat(2), fc.nat(3), fc.nat(1)).map((numbers) => numbers.join('.')),
    }),
    fc.constantFrom({ kind: 'switch' as const }, { kind: 'start' as const }, { kind: 'prove' as const }),
    fc.constantFrom({ kind: 'silent' as const }, { kind: 'end' as const }, { kind: 'loss' as const }),
  ),
  { maxLength: 40 },
);

test('whatever happens in whatever order: a start is of a version that is here, no refused one comes back, and a trial ends', () => {
  fc.assert(
    fc.property(steps, (happened) => {
      let state = packagedOnly;
      let running = PACKAGED;
      let unproven = 0;
      const here = new Set<string>();
      const refused: string[] = [];
      const isHere = (version: string): boolean => here.has(version);
      for (const step of happened) {
        if (step.kind === 'offer' && isWanted(state, step.version, running)) {
          here.add(step.version);
          state = stage(state, step.version, 0);
          expect(refused.every((version) => isNewer(step.version, version))).toBe(true);
        }
        if (step.kind === 'switch') state = switchOver(state);
        if (step.kind === 'loss') here.clear();
        if (step.kind === 'prove') state = prove(state, 0);
        if (step.kind === 'silent') state = rollBack(state, 'silent', 0);
        if (step.kind === 'end') state = endByItself(state, 0);
        if (step.kind === 'start') {
          const planned = planStart(state, PACKAGED, isHere, 0);
          expect(planned.version === null || here.has(planned.version)).toBe(true);
          unproven = planned.state.trial === null ? 0 : unproven + 1;
          expect(planned.state.trial ?? 0).toBeLessThanOrEqual(MOST_TRIAL_STARTS);
          running = planned.version ?? PACKAGED;
          state = planned.state;
        }
        if (state.refused !== null && !refused.includes(state.refused)) refused.push(state.refused);
        expect(state.current === null || !refused.includes(state.current)).toBe(true);
        expect(versionsInUse(state).every((version) => isNewer(version, PACKAGED))).toBe(true);
        expect(readState(writtenState(state))).toEqual(state);
      }
      // Whatever was on trial: nobody proves it any more, and it is gone after so many starts.
      for (let count = 0; count <= MOST_TRIAL_STARTS; count += 1)
        state = planStart(state, PACKAGED, isHere, 0).state;
      expect(state.trial).toBeNull();
    }),
    { numRuns: 2_000 },
  );
});

describe('what is written', () => {
  it.each([
    ['is no JSON', '{"current":'],
    ['is nothing', 'null'],
    ['names no version', writtenState({ ...packagedOnly, current: '../../etc' })],
    ['is on trial without a version', writtenState({ ...packagedOnly, trial: 1 })],
    ['lacks a field', JSON.stringify({ current: '1.1.0' })],
    ['counts ends that are none', JSON.stringify({ ...packagedOnly, trialEnds: -1 })],
    ['has a result that is none', JSON.stringify({ ...packagedOnly, result: 'fine' })],
  ])('and %s is no state', (_, text) => {
    expect(readState(text)).toBeNull();
  });

  it('before ends were counted is read with none', () => {
    const { trialEnds, ...before } = { ...packagedOnly, current: '1.1.0', trial: 2 };
    expect(readState(JSON.stringify(before))).toEqual({ ...before, trialEnds });
  });
});
