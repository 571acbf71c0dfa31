import { useSignal } from '@preact/signals';
import { cliOf, sdkOf } from '../../../shell/equivalents/index.ts';
import { clockText } from '../clock-text.ts';
import { Copy } from '../Copy.tsx';
import { explain } from '../explanations.ts';
import { Icon } from '../Icon.tsx';
import type { BenchUi } from '../ui.ts';
import { loggedCalls, matches, type LoggedCall } from './api-log.ts';
import './log.css';

/** As many calls as the log shows at once; the filter finds the others. */
const shownCalls = 150;

/** Every call to AWS: who made it, with what, and what came back. */
export function ApiLog({ ui }: { ui: BenchUi }) {
  const { bench } = ui;
  const filter = useSignal('');
  const opened = useSignal<number | undefined>(undefined);
  void ui.calm.value;
  const all = loggedCalls(bench.chronicle.happenings, bench.now);
  const found = all.filter((call) => matches(call, filter.value));
  return (
    <div class="bench-api-log">
      <label class="bench-filter">
        <span class="bench-hidden">Filter the calls</span>
        <input
          type="search"
          data-first
          placeholder="Filter: ecs error web"
          value={filter.value}
          onInput={({ currentTarget }) => (filter.value = currentTarget.value)}
        />
        <span class="bench-muted" role="status">
          {filter.value === '' ? `${all.length} calls` : `${found.length} of ${all.length} calls`}
        </span>
      </label>
      {all.length === 0 && (
        <p class="bench-empty">No calls yet. Each aws command, form and background call is listed here.</p>
      )}
      {all.length > 0 && found.length === 0 && (
        <p class="bench-empty">No call has all of these words. Try fewer.</p>
      )}
      <ol class="bench-calls" aria-label="Calls, newest first">
        {found.slice(0, shownCalls).map((one) => (
          <Row
            key={one.key}
            one={one}
            open={opened.value === one.key}
            onToggle={() => (opened.value = opened.value === one.key ? undefined : one.key)}
          />
        ))}
      </ol>
      {found.length > shownCalls && (
        <p class="bench-muted">{found.length - shownCalls} earlier calls: narrow the filter to see them.</p>
      )}
    </div>
  );
}

function Row({ one, open, onToggle }: { one: LoggedCall; open: boolean; onToggle: () => void }) {
  const { call, reply, at, principal } = one;
  return (
    <li class="bench-call" data-failed={!reply.ok}>
      <button type="button" aria-expanded={open} onClick={onToggle}>
        <time>{clockText(at)}</time>
        <span class="bench-sign-of">
          <Icon name={reply.ok ? 'done' : 'error'} />
          <span class="bench-hidden">{reply.ok ? 'answered' : 'refused'}</span>
        </span>
        <span class="bench-call-name">
          <span class="bench-muted">{call.service}</span> {call.operation}
        </span>
        {!reply.ok && <span class="bench-call-error">{reply.error.code}</span>}
      </button>
      {open && <Details {...{ call, reply, principal }} />}
    </li>
  );
}

function Details({ call, reply, principal }: Pick<LoggedCall, 'call' | 'reply' | 'principal'>) {
  const cli = cliOf(call);
  const sdk = sdkOf(call);
  const why = reply.ok ? undefined : explain(`${reply.error.code} ${reply.error.message}`);
  return (
    <div class="bench-call-details">
      <p class="bench-muted">
        {principal} in {call.region}; duration 0 s of virtual time, as for every call
      </p>
      {!reply.ok && (
        <pre class="bench-stderr">
          {reply.error.code}: {reply.error.message}
        </pre>
      )}
      {why && (
        <p class="bench-why">
          {why.why}{' '}
          <a href={why.link.href} target="_blank" rel="noreferrer">
            {why.link.text}
          </a>
        </p>
      )}
      <p class="bench-muted">Input</p>
      <pre tabIndex={0} aria-label="Input">
        {JSON.stringify(call.input ?? {}, null, 2)}
      </pre>
      {reply.ok && (
        <>
          <p class="bench-muted">Output</p>
          <pre tabIndex={0} aria-label="Output">
            {JSON.stringify(reply.output, null, 2)}
          </pre>
        </>
      )}
      {cli && sdk && (
        <div class="bench-row">
          <Copy label="Copy as CLI" text={cli} />
          <Copy label="Copy as SDK code" text={sdk} />
        </div>
      )}
    </div>
  );
}
