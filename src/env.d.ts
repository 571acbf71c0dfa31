/// <reference path="../.astro/types.d.ts" />
/// <reference types="@astrojs/starlight" />

declare module 'monaco-editor/editor/contrib/suggest/browser/suggestController';

declare module 'drydock:monaco-addresses' {
  const addresses: readonly string[];
  export default addresses;
}
