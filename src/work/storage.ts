/** How long the browser keeps what it stores for this site. */

/**
 * Whether the browser has promised to keep it; null where it cannot be asked (plain http, older browsers).
 * Source: Storage Standard, `StorageManager.persisted()`.
 */
export async function isPersistent(): Promise<boolean | null> {
  try {
    return (await navigator.storage?.persisted?.()) ?? null;
  } catch {
    return null;
  }
}

/** Asks for that promise. Some browsers ask the learner; Chromium decides by how much the site is used. */
export async function askToPersist(): Promise<boolean> {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}
