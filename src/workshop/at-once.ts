/** On every page: who is in a workshop gets its bar. Everyone else fetches nothing more than this. */
try {
  if (localStorage.getItem('drydock:workshop')) void import('./bar/open-bar.tsx');
} catch {}
