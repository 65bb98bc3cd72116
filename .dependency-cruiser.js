/**
 * The circles of imports (`npm run circles`): none is allowed, and an import of types alone counts like any other, since
 * two files that need each other's types cannot be understood, moved or tested one without the other either.
 */
export default {
  forbidden: [{ name: 'no-circle', severity: 'error', from: {}, to: { circular: true } }],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/' },
  },
};
