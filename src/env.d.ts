/// <reference path="../.astro/types.d.ts" />
/// <reference types="@astrojs/starlight" />

declare module 'monaco-editor/editor/contrib/suggest/browser/suggestController';

declare module 'drydock:monaco-address' {
  const address: string;
  export default address;
}
