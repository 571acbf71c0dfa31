import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Answer } from '../../../simulator/images/answer.ts';
import type { BenchUi } from '../ui.ts';
import { doorsOf } from './doors.ts';
import './preview.css';

/** What a browser on the internet would show of the learner's own web servers. */
export function Preview({ ui }: { ui: BenchUi }) {
  const { bench } = ui;
  const doors = useComputed(() => {
    void ui.version.value;
    return doorsOf(bench);
  });
  const address = useSignal('');
  const visited = useSignal<{ url: string; answer: Answer } | undefined>(undefined);
  const visit = (url: string) => {
    address.value = url;
    if (url === '') return;
    const whole = /^https?:\/\//.test(url) ? url : `http://${url}`;
    visited.value = { url: whole, answer: bench.visit(whole) };
  };
  useEffect(() => {
    const first = doors.value[0];
    if (address.value === '' && first) visit(first.url);
  }, [doors.value.length]);
  return (
    <div class="bench-preview">
      <form
        class="bench-preview-bar"
        onSubmit={(event) => {
          event.preventDefault();
          visit(address.value.trim());
        }}
      >
        <label class="bench-hidden" for="bench-preview-address">
          Address
        </label>
        <input
          id="bench-preview-address"
          list="bench-preview-doors"
          placeholder="http://"
          spellcheck={false}
          autocapitalize="off"
          value={address.value}
          onInput={({ currentTarget }) => (address.value = currentTarget.value)}
        />
        <datalist id="bench-preview-doors">
          {doors.value.map(({ url, name }) => (
            <option key={url} value={url}>
              {name}
            </option>
          ))}
        </datalist>
        <button type="submit">Visit</button>
      </form>
      {visited.value ? (
        <Page {...visited.value} />
      ) : (
        <p class="bench-empty">
          Nothing answers on the internet yet. A task with a public address, or a load balancer, appears here.
        </p>
      )}
    </div>
  );
}

/** The page stands in a frame without scripts, forms, links out or the page's origin: it is the learner's own HTML. */
function Page({ url, answer }: { url: string; answer: Answer }) {
  if (answer.kind !== 'answers')
    return (
      <p class="bench-preview-failure" role="status">
        {sentences[answer.kind](url)}
      </p>
    );
  const page = answer.body.trimStart().startsWith('<') ? answer.body : `<pre>${escaped(answer.body)}</pre>`;
  return (
    <>
      <p class="bench-preview-status" role="status">
        {url} answered {answer.status}
      </p>
      <iframe class="bench-preview-page" title={`Page at ${url}`} sandbox="" srcdoc={page} />
    </>
  );
}

const sentences: Readonly<Record<Exclude<Answer['kind'], 'answers'>, (url: string) => string>> = {
  refused: (url) =>
    `${url} refused the connection: nothing listens on that port. Look which port the container listens on.`,
  silent: (url) => `${url} took the connection and answered nothing. The application hangs.`,
  unreachable: (url) =>
    `${url} cannot be reached. Look whether the task still runs, whether its security group lets you in on that port, and whether it has a public address.`,
  'unknown host': (url) => `The name in ${url} is not known. Check it for a slip.`,
};

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
