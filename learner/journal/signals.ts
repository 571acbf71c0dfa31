/** Listeners of the journal, in this tab and in others. */
import type { Unsubscribe } from './store.ts';

export interface Signal<T> {
  emit(value: T): void;
  listen(listener: (value: T) => void): Unsubscribe;
  clear(): void;
}

/**
 * A list of listeners. One that throws disturbs neither the others nor the one who emits.
 *
 * @param remember whether a new listener is called with everything emitted before.
 */
export function createSignal<T>(remember = false): Signal<T> {
  const listeners = new Set<(value: T) => void>();
  const past: T[] = [];
  const call = (listener: (value: T) => void, value: T): void =>
    queueMicrotask(() => {
      if (listeners.has(listener)) listener(value);
    });
  return {
    emit(value) {
      if (remember) past.push(value);
      for (const listener of listeners) call(listener, value);
    },
    listen(listener) {
      listeners.add(listener);
      for (const value of past) call(listener, value);
      return () => listeners.delete(listener);
    },
    clear: () => listeners.clear(),
  };
}

/** A channel between the tabs of a browser; does nothing where there is none. */
export function openChannel<T>(
  name: string | null,
  receive: (value: T) => void,
): { send(value: T): void; close(): void } {
  if (name === null || typeof BroadcastChannel === 'undefined') return { send() {}, close() {} };
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', (message: MessageEvent<T>) => receive(message.data));
  // In Node an open channel would keep the process alive; browsers have no `unref`.
  (channel as { unref?: () => void }).unref?.();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel takes none
  return { send: (value) => channel.postMessage(value), close: () => channel.close() };
}
