/**
 * The forms in which a version of the player can lie beside the packaged one. `tree`: what Node, or an Electron that is here, runs;
 * `unpacked`: Electron and the player in one folder; `appimage`: one file.
 */
export const updateForms = ['tree', 'unpacked', 'appimage'] as const;
export type UpdateForm = (typeof updateForms)[number];

/** What a shell knows of how its program is brought up to date. */
export interface UpdatePort {
  /** Null: nothing starts another version here, so that a person has to install it. */
  readonly form: UpdateForm | null;
  /** Whose signature a newer version needs: public keys (Ed25519, 32 bytes in base64) of the running program. */
  readonly keys: readonly string[];
}
