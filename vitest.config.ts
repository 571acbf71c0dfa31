import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
    // Tests with real clients mostly wait: more of them than cores go side by side.
    maxWorkers: 3,
    hookTimeout: 60_000,
  },
});
