/** For `tsc`, which does not read `.astro` files; `astro check` does, and checks the properties of each. */
declare module '*.astro' {
  const component: (properties: Record<string, unknown>) => unknown;
  export default component;
}
