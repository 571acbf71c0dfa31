import { useSignal } from '@preact/signals';
import { cliOf, powershellOf, sdkOf } from '../../../shell/equivalents/index.ts';
import { Copy } from '../Copy.tsx';
import { Tabs } from '../Tabs.tsx';
import type { Deed } from './form.ts';

const languages = [
  { id: 'cli', title: 'AWS CLI' },
  { id: 'sdk', title: 'SDK' },
  { id: 'powershell', title: 'PowerShell' },
] as const;
type Language = (typeof languages)[number]['id'];

/** What the form is about to do, as one would write it elsewhere. */
export function Equivalents({ deed, region }: { deed: Deed; region: string }) {
  const language = useSignal<Language>('cli');
  const text = sayingOf(deed, region, language.value);
  return (
    <section class="bench-equivalents" aria-label="The same in other words">
      <Tabs
        label="Language"
        tabs={languages}
        selected={language.value}
        controls="bench-equivalent"
        onSelect={(id) => (language.value = id)}
      />
      <div
        id="bench-equivalent"
        role="tabpanel"
        aria-label={languages.find(({ id }) => id === language.value)!.title}
      >
        <pre tabIndex={0} aria-label="Code">
          {text}
        </pre>
        <Copy label="Copy" text={text} />
      </div>
    </section>
  );
}

function sayingOf(deed: Deed, region: string, language: Language): string {
  if (deed.kind === 'call') {
    const said = { ...deed.call, region };
    return (
      { cli: cliOf, sdk: sdkOf, powershell: powershellOf }[language](said) ?? 'There is no such command.'
    );
  }
  if (language === 'cli') return deed.lines.join('\n');
  if (language === 'powershell') return deed.powershell.join('\n');
  return `${deed.sdk ? (sdkOf(deed.sdk) ?? '') : ''}// The rest is Docker's own work: docker login, docker tag, docker push.\n`;
}
