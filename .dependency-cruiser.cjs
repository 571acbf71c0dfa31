/** The arrows of ARCHITECTURE.md: who may import whom. */
const onlyTo = (room, allowed) => ({
  name: `${room} knows only ${allowed.join(', ') || 'itself'}`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: {
    path: '^(simulator|shell|learner|content|quizzes|cli|workshop|src|scripts|tests)/',
    pathNot: `^(${[room, ...allowed].join('|')})/`,
  },
});

module.exports = {
  forbidden: [
    onlyTo('simulator', []),
    onlyTo('shell', ['simulator']),
    onlyTo('learner', ['simulator', 'shell', 'content', 'quizzes']),
    onlyTo('content', ['learner', 'simulator', 'src']),
    onlyTo('cli', ['simulator', 'shell', 'learner', 'workshop']),
    onlyTo('src', ['simulator', 'shell', 'learner', 'content', 'quizzes', 'workshop']),
    onlyTo('workshop', ['simulator', 'shell', 'learner', 'content', 'quizzes']),
    {
      name: 'who is in the room knows no server',
      severity: 'error',
      from: { path: '^(src/|workshop/(room|client)/)' },
      to: { path: '^workshop/server/' },
    },
    {
      name: 'workshop/room knows only itself, and the learner by type',
      severity: 'error',
      from: { path: '^workshop/room/' },
      to: { pathNot: '^workshop/room/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'the kernel knows no service',
      severity: 'error',
      from: { path: '^simulator/kernel/' },
      to: { path: '^simulator/(?!kernel/)' },
    },
    {
      name: 'the simulator knows no Node API',
      severity: 'error',
      from: { path: '^(simulator/|shell/|learner/|workshop/(room|client)/)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'what ships comes from dependencies',
      severity: 'error',
      from: { path: '^(simulator|shell|learner|src|cli|content|workshop)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'] },
  },
};
