import { registerHooks } from 'node:module';

/** Loaded with `--import`: from here on `electron` means the fake in ./module.ts. */
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron'
      ? { url: new URL('./module.ts', import.meta.url).href, shortCircuit: true }
      : nextResolve(specifier, context),
});
