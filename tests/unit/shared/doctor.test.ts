import { expect, it } from 'vitest';
import { doctorCodes } from '../../../src/shared/doctor.ts';

it('knows each finding by one code', () => {
  expect(new Set(doctorCodes).size).toBe(doctorCodes.length);
});
