import { expect, it } from 'vitest';
import { createUpdateProof } from '../../../../src/player/updates/update-proof.ts';

it('says each word once', () => {
  const said: string[] = [];
  const proof = createUpdateProof((word) => said.push(word));
  proof.beatFinished();
  proof.frameShown();
  proof.frameShown();
  proof.beatFinished();
  expect(said).toEqual(['beat-finished', 'frame-shown']);
});
